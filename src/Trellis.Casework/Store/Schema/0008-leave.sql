-- Where one click ends letters of a kind, for the headers by which mail programs show a button for it.
alter table outbox add column leave text null;
