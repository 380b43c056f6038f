-- The two roles.  Readers see everything and write nothing; officers see and
-- write what is their authority's, by the policies.

GRANT USAGE ON SCHEMA @schema@ TO @reader@, @officer@;
GRANT SELECT ON ALL TABLES IN SCHEMA @schema@ TO @reader@;
CREATE POLICY reader ON @schema@.call FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.call IS 'Readers see everything.';
CREATE POLICY reader ON @schema@.application FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.application IS 'Readers see everything.';
CREATE POLICY reader ON @schema@.project FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.project IS 'Readers see everything.';
CREATE POLICY reader ON @schema@.award FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.award IS 'Readers see everything.';
CREATE POLICY reader ON @schema@.frame FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.frame IS 'Readers see everything.';
CREATE POLICY reader ON @schema@.cost_item FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.cost_item IS 'Readers see everything.';
CREATE POLICY reader ON @schema@.payment FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.payment IS 'Readers see everything.';
CREATE POLICY reader ON @schema@.recovery FOR SELECT TO @reader@ USING (true);
COMMENT ON POLICY reader ON @schema@.recovery IS 'Readers see everything.';
CREATE OR REPLACE VIEW @schema@.sight @view_options@ AS
	SELECT NOT row_security_active('@text@.award'::regclass)
		OR EXISTS (SELECT FROM pg_roles WHERE rolname = '@reader_text@' AND pg_has_role(oid, 'USAGE')) AS complete;
GRANT SELECT ON @schema@.granting_authority, @schema@.exchange_rate, @schema@.enterprise, @schema@.ownership, @schema@.figures, @schema@.scheme, @schema@.call, @schema@.application, @schema@.project, @schema@.award, @schema@.frame, @schema@.cost_item, @schema@.payment, @schema@.recovery TO @officer@;
GRANT INSERT, UPDATE ON @schema@.exchange_rate, @schema@.enterprise, @schema@.ownership, @schema@.figures TO @officer@;
GRANT INSERT, UPDATE, DELETE ON @schema@.call, @schema@.application, @schema@.project, @schema@.cost_item, @schema@.award, @schema@.payment, @schema@.recovery TO @officer@;
GRANT SELECT ON @schema@.undertaking_link TO @officer@;
