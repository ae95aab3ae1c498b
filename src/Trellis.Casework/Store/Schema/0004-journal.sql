-- Which words an entry erased is asked for every entry when the journal is verified.
create index journal_text_erased on journal_text (erased_by);

-- The heads that were published, a day each.
create table published_head (
    day text not null primary key,
    number bigint not null,
    hash text not null,
    entries bigint not null
);

-- Acts that need two people and wait for the second. The act holds what people typed, so it stands outside the chain.
create table proposal (
    id text not null primary key,
    act text not null,
    kind text not null,
    subject text not null,
    json text null,
    by_whom text not null,
    role text not null,
    scope text not null,
    at text not null,
    until text not null,
    status text not null,
    second text null,
    reason text null
);
create index proposal_open on proposal (status, until);

-- What the retention job did on a day, a rule each.
create table retention_done (
    day text not null,
    ordinal integer not null,
    rule text not null,
    number integer not null,
    primary key (day, ordinal)
);
