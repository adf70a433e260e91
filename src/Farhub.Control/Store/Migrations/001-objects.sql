CREATE TABLE objects
(
    kind text NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE TABLE audit
(
    sequence bigint NOT NULL PRIMARY KEY CHECK (sequence > 0),
    at bigint NOT NULL,
    who text NOT NULL,
    source text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    detail text NOT NULL,
    hash text NOT NULL
);
