-- What officers may read where views read with the rights of who asks: from
-- PostgreSQL 15 on.

GRANT SELECT ON ALL TABLES IN SCHEMA @schema@ TO @officer@;
REVOKE SELECT ON @schema@.everything FROM @officer@;
