-- How people show who they are. None of this is an act, and none of it is in the journal. Secrets stand here as digests only.
create table account (
    person text not null primary key,
    password text null,
    demo integer not null,
    failed integer not null,
    locked_until text null,
    changed_at text not null
);
-- Links that were sent by letter: each works once, until its end.
create table token (
    digest text not null primary key,
    kind text not null,
    person text not null,
    made_at text not null,
    ends_at text not null
);
create index token_person on token (person);
create table session (
    digest text not null primary key,
    person text not null,
    how text not null,
    device text null,
    began_at text not null,
    seen_at text not null,
    ends_at text not null
);
create index session_person on session (person);
-- A person as another provider knows them.
create table sign_in_link (
    issuer text not null,
    subject text not null,
    person text not null,
    linked_at text not null,
    primary key (issuer, subject)
);
create index sign_in_link_person on sign_in_link (person);
create table passkey (
    id text not null primary key,
    person text not null,
    name text null,
    content text not null,
    made_at text not null
);
create index passkey_person on passkey (person);
-- What may be used once and was: the answers of a provider.
create table spent (
    digest text not null primary key,
    ends_at text not null
);
create table security_event (
    id text not null primary key,
    at text not null,
    kind text not null,
    person text null,
    address text not null,
    path text not null,
    outcome text not null
);
create index security_event_at on security_event (at, id);
create index security_event_person on security_event (person, at);
-- Keys that protect cookies and forms, shared by all nodes.
create table web_key (
    name text not null primary key,
    xml text not null
);
