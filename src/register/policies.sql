-- Row-level security: who is a member of an authority's role sees and writes what
-- is the authority's; who may read the view everything sees all.  The owner of
-- the register sees and writes everything.  What a role may do with a table at
-- all is a matter of its privileges.

ALTER TABLE @schema@.call ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.call
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.call IS 'What is of an authority is for members of its role.';
CREATE POLICY everything ON @schema@.call FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.call IS 'Who may read the view everything sees all.';
ALTER TABLE @schema@.application ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.application
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.application IS 'What is of an authority is for members of its role.';
CREATE POLICY everything ON @schema@.application FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.application IS 'Who may read the view everything sees all.';
ALTER TABLE @schema@.project ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.project
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.project IS 'What is of an authority is for members of its role.';
CREATE POLICY everything ON @schema@.project FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.project IS 'Who may read the view everything sees all.';
ALTER TABLE @schema@.award ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.award
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.award IS 'What is of an authority is for members of its role.';
CREATE POLICY everything ON @schema@.award FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.award IS 'Who may read the view everything sees all.';
ALTER TABLE @schema@.frame ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.frame
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.frame IS 'What is of an authority is for members of its role.';
CREATE POLICY everything ON @schema@.frame FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.frame IS 'Who may read the view everything sees all.';
ALTER TABLE @schema@.cost_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.cost_item
	USING (project IN (SELECT parent.id FROM @schema@.project AS parent
		WHERE parent.granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE'))))));
COMMENT ON POLICY own_authority ON @schema@.cost_item IS 'As the project is.';
CREATE POLICY everything ON @schema@.cost_item FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.cost_item IS 'Who may read the view everything sees all.';
ALTER TABLE @schema@.payment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.payment
	USING (award IN (SELECT parent.id FROM @schema@.award AS parent
		WHERE parent.granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE'))))));
COMMENT ON POLICY own_authority ON @schema@.payment IS 'As the award is.';
CREATE POLICY everything ON @schema@.payment FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.payment IS 'Who may read the view everything sees all.';
ALTER TABLE @schema@.recovery ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.recovery
	USING (award IN (SELECT parent.id FROM @schema@.award AS parent
		WHERE parent.granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own
		WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE'))))));
COMMENT ON POLICY own_authority ON @schema@.recovery IS 'As the award is.';
CREATE POLICY everything ON @schema@.recovery FOR SELECT USING ((SELECT has_table_privilege('@text@.everything'::regclass, 'SELECT')));
COMMENT ON POLICY everything ON @schema@.recovery IS 'Who may read the view everything sees all.';
