-- By which reader (Feed.reader of packages/feeds) the facts of a document were read; 0: before that was noted. What an older reader has read is
-- read once more, from the bytes at hand.
alter table feed_document add column reader int not null default 0;
