-- Replies to consultations whose address is not confirmed yet. No act has been done, and none of it is in the journal:
-- whoever does not use the link in the letter has said nothing.
create table unconfirmed_reply (
    digest text not null primary key,
    consultation text not null,
    json text not null,
    made_at text not null,
    ends_at text not null
);
create index unconfirmed_reply_made on unconfirmed_reply (made_at);
