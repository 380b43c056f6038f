-- The two roles.  Readers see everything and write nothing; officers see and
-- write what is their authority's, by the policies.

GRANT USAGE ON SCHEMA @schema@ TO @reader@, @officer@;
GRANT SELECT ON ALL TABLES IN SCHEMA @schema@ TO @reader@;
GRANT SELECT ON @schema@.granting_authority, @schema@.exchange_rate, @schema@.enterprise, @schema@.ownership,
	@schema@.figures, @schema@.scheme, @schema@.call, @schema@.application, @schema@.project,
	@schema@.award, @schema@.frame, @schema@.cost_item, @schema@.payment, @schema@.recovery TO @officer@;
GRANT INSERT, UPDATE ON @schema@.exchange_rate, @schema@.enterprise, @schema@.ownership, @schema@.figures TO @officer@;
GRANT INSERT, UPDATE, DELETE ON @schema@.call, @schema@.application, @schema@.project, @schema@.cost_item,
	@schema@.award, @schema@.payment, @schema@.recovery TO @officer@;
