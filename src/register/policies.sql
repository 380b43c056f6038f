-- Row-level security: who is a member of an authority's role sees and writes what
-- is the authority's.  The owner of the register sees and writes everything.
-- What a role may do with a table at all is a matter of its privileges.

ALTER TABLE @schema@.call ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.call
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.call IS 'What is of an authority is for members of its role.';
ALTER TABLE @schema@.application ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.application
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.application IS 'What is of an authority is for members of its role.';
ALTER TABLE @schema@.project ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.project
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.project IS 'What is of an authority is for members of its role.';
ALTER TABLE @schema@.award ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.award
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.award IS 'What is of an authority is for members of its role.';
ALTER TABLE @schema@.frame ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.frame
	USING (granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE')))));
COMMENT ON POLICY own_authority ON @schema@.frame IS 'What is of an authority is for members of its role.';
ALTER TABLE @schema@.cost_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.cost_item
	USING (project IN (SELECT parent.id FROM @schema@.project AS parent
		WHERE parent.granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE'))))));
COMMENT ON POLICY own_authority ON @schema@.cost_item IS 'As the project is.';
ALTER TABLE @schema@.payment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.payment
	USING (award IN (SELECT parent.id FROM @schema@.award AS parent
		WHERE parent.granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE'))))));
COMMENT ON POLICY own_authority ON @schema@.payment IS 'As the award is.';
ALTER TABLE @schema@.recovery ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_authority ON @schema@.recovery
	USING (award IN (SELECT parent.id FROM @schema@.award AS parent
		WHERE parent.granting_authority = ANY (ARRAY(SELECT own.name FROM @schema@.granting_authority AS own WHERE own.role IN (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'USAGE'))))));
COMMENT ON POLICY own_authority ON @schema@.recovery IS 'As the award is.';
