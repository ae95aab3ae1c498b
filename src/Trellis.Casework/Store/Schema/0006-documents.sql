-- States of many parts that are read and written whole: partnerships, procedures, offers, enquiries.
create table document (
    kind text not null,
    key text not null,
    json text not null,
    primary key (kind, key)
);

-- Whom a document concerns, so that somebody's own are found without reading all: "school:100000".
create table involved (
    kind text not null,
    key text not null,
    party text not null,
    primary key (kind, key, party)
);
create index involved_party on involved (party, kind);

-- Answers somebody has given and not yet sent. Nobody else reads them, and no act has been done.
create table draft (
    person text not null,
    kind text not null,
    key text not null,
    json text not null,
    saved_at text not null,
    primary key (person, kind, key)
);
create index draft_saved on draft (saved_at);
