-- The frames of the last year that has any.
SELECT coalesce(json_agg(row), '[]')
FROM (
	SELECT frame, granting_authority, year, post, awards, frame_nok, committed_nok, available_nok, used_percent, traffic_light
	FROM :"schema".v_frame
	WHERE year = (SELECT max(year) FROM :"schema".v_frame WHERE awards > 0)
	ORDER BY granting_authority, post) AS row;
