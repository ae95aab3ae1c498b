-- What a school says of itself to possible partners.
create table school_statement (
    school integer not null primary key,
    text text null,
    said_on text not null,
    by_whom text not null,
    role text not null
);
