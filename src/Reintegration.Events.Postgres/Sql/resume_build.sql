-- $1 view, $2 version, $3 builder, $4 how long a build may be silent. The kept build, unless another is being built.
update reintegration.projection_build as kept
   set state = 'building', builder = $3, moved_at = clock_timestamp()
 where view = $1 and version = $2 and state = 'kept'
   and not exists (select from reintegration.projection_build as other
                    where other.view = $1 and other.state = 'building' and other.moved_at >= clock_timestamp() - $4)
returning generation, kept_position, kept_epoch
