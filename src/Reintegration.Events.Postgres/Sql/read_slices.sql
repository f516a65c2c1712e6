select count(*) filter (where until > clock_timestamp()), count(distinct holder) filter (where until > clock_timestamp()), min(position)
  from reintegration.projection_slice
