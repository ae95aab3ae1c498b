-- The journal. One row of head: the last statement of each act locks it, so numbers have no gaps and their order is the order of commits.
create table journal_head (id integer not null primary key, number bigint not null, hash text not null);
insert into journal_head (id, number, hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
create table journal (
    number bigint not null primary key,
    at text not null,
    act text not null,
    kind text not null,
    subject text not null,
    by_whom text not null,
    role text not null,
    scope text not null,
    second text null,
    payload text not null,
    previous text not null,
    hash text not null
);
create index journal_subject on journal (kind, subject, number);
create index journal_by on journal (by_whom, number);
-- Words stand outside the chain, so that they can be erased.
create table journal_text (
    entry bigint not null,
    path text not null,
    salt text null,
    text text null,
    erased_by bigint null,
    primary key (entry, path)
);

-- Which edition of a thing is the newest: who saves an older one is told.
create table subject (
    kind text not null,
    id text not null,
    version integer not null,
    entry bigint not null,
    primary key (kind, id)
);

-- People and what they are.
create table person (
    id text not null primary key,
    name text null,
    email text null,
    status text not null
);
create unique index person_email on person (email);
create table appointment (
    person text not null references person (id),
    ordinal integer not null,
    role text not null,
    scope text not null,
    lent_by text null,
    held_from text not null,
    held_to text null,
    known_from text not null,
    known_to text null,
    primary key (person, ordinal)
);
create index appointment_scope on appointment (scope);

-- A form that is sent twice gets its first answer again.
create table once (
    by_whom text not null,
    key text not null,
    at text not null,
    entry bigint not null,
    subject text not null,
    primary key (by_whom, key)
);

-- Letters that wait, written in the transaction of what they tell of.
create table outbox (
    id text not null primary key,
    recipient text null,
    subject text null,
    body text null,
    made_at text not null,
    not_before text not null,
    attempts integer not null,
    claimed_by text null,
    claimed_until text null,
    sent_at text null,
    trouble text null
);
create index outbox_waiting on outbox (sent_at, not_before);

-- The steps of the public record, in the order of the journal.
create table public_change (
    entry bigint not null,
    part integer not null,
    kind text not null,
    key text not null,
    json text null,
    primary key (entry, part)
);
create index public_change_key on public_change (kind, key);
