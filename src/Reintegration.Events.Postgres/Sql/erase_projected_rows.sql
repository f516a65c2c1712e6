-- Of every build, whether it serves or not: what was folded before the last erasure of its case.
delete from reintegration.projected_row as old
 using (select stream.case_id, max(expunged.by_position) as by_position
          from reintegration.expunged join reintegration.stream on stream.id = expunged.stream
         group by stream.case_id) as erased
 where old.case_id = erased.case_id and old.position < erased.by_position
