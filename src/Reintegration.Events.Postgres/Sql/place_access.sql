select reintegration.access_place(at) from unnest($1::timestamptz[]) with ordinality as asked(at, number) order by number
