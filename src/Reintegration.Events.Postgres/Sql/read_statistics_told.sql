select first, second from reintegration.statistics_asked where snapshot = $1 and told
