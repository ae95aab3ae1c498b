-- The last run of each scheduled job, for whoever looks after the site.
create table job_run (
    name text not null primary key,
    node text not null,
    began_at text not null,
    ended_at text null,
    outcome text null,
    said text null,
    done_at text null
);
