-- The best SQL we could write by hand for the same figures on the same tables and indexes: one statement
-- per anchor, what all its figures share in WHERE, one aggregate per figure. Columns are named after the
-- populations they count. Parameters: start, end (the window), first (its first day), last (the day
-- after its last day).

-- resolved in the window
SELECT unit_id, level,
       count(*) AS "dossiers.completed",
       count(*) FILTER (WHERE resolved_at <= due_at) AS "dossiers.completed_on_time",
       count(*) FILTER (WHERE resolved_at <= due_at AND coalesce(resolved_recorded_at, resolved_at) <= due_at)
           AS "dossiers.completed_on_time_by_system",
       count(*) FILTER (WHERE resolved_at <= due_at AND resolved_recorded_at > due_at)
           AS "dossiers.completed_on_time_by_actual_time",
       count(*) FILTER (WHERE resolved_at > due_at AND apologised_at IS NOT NULL) AS "dossiers.late_apologised",
       count(*) FILTER (WHERE resolved_at > due_at AND apologised_at IS NULL) AS "dossiers.late_unapologised",
       count(*) FILTER (WHERE digitised) AS "dossiers.digitised",
       count(*) FILTER (WHERE result_paper) AS "dossiers.e_result_due",
       count(*) FILTER (WHERE result_paper AND e_result) AS "dossiers.e_result",
       count(*) FILTER (WHERE fee > 0) AS "dossiers.fee_bearing_completed",
       count(*) FILTER (WHERE fee > 0 AND paid_online) AS "dossiers.fee_bearing_paid_online"
FROM dossiers_dossierversion
WHERE known_to IS NULL AND resolved_at >= %(start)s AND resolved_at < %(end)s
  AND outcome IN ('resolved', 'refused')
GROUP BY unit_id, level;

-- received in the window
SELECT unit_id, level,
       count(*) AS "dossiers.received",
       count(*) FILTER (WHERE reused) AS "dossiers.reused",
       count(*) FILTER (WHERE online_level = 'full') AS "dossiers.full_online_received",
       count(*) FILTER (WHERE online_level = 'full' AND channel = 'online')
           AS "dossiers.full_online_received_online"
FROM dossiers_dossierversion
WHERE known_to IS NULL AND received_at >= %(start)s AND received_at < %(end)s
GROUP BY unit_id, level;

-- services with dossiers received in the window
SELECT unit_id, level, procedure_id,
       count(*) AS "dossiers.services_with_dossiers",
       count(*) FILTER (WHERE channel = 'online') AS "dossiers.services_with_online_dossiers"
FROM dossiers_dossierversion
WHERE known_to IS NULL AND received_at >= %(start)s AND received_at < %(end)s
  AND online_level IN ('full', 'partial')
GROUP BY unit_id, level, procedure_id;

-- open at the end of the window, and of these past their due date
SELECT unit_id, level,
       count(*) FILTER (WHERE received_at < %(end)s) AS "dossiers.open",
       count(*) FILTER (WHERE due_at < %(end)s) AS "dossiers.open_overdue"
FROM (
    SELECT unit_id, level, received_at, due_at FROM dossiers_dossierversion
    WHERE known_to IS NULL AND resolved_at IS NULL
    UNION ALL
    SELECT unit_id, level, received_at, due_at FROM dossiers_dossierversion
    WHERE known_to IS NULL AND resolved_at >= %(end)s
) AS unended
GROUP BY unit_id, level;

-- paid in the window
SELECT unit_id, level, count(*) AS "payments.count", sum(amount) AS "payments.amount"
FROM dossiers_payment
WHERE known_to IS NULL AND paid_at >= %(start)s AND paid_at < %(end)s
GROUP BY unit_id, level;

-- procedures in force at the end of the window
SELECT p.org_id, s.level,
       count(*) AS "procedures.in_force",
       count(*) FILTER (WHERE v.online_level = 'full') AS "procedures.full_online",
       count(*) FILTER (WHERE v.eligible_full) AS "procedures.eligible_full"
FROM procedures_procedurescope AS s
JOIN procedures_procedureversion AS v ON v.id = s.version_id
JOIN procedures_procedure AS p ON p.id = v.procedure_id
WHERE v.known_to IS NULL AND v.state = 'published' AND v.valid_from < %(last)s
  AND (v.valid_to IS NULL OR v.valid_to >= %(last)s)
GROUP BY p.org_id, s.level;

-- tasks of the plan of the window's last year
SELECT p.unit_id, '' AS level,
       count(*) AS "supervision.plan_tasks",
       count(*) FILTER (WHERE t.status = 'done') AS "supervision.plan_tasks_done"
FROM supervision_taskversion AS t
JOIN supervision_plan AS p ON p.id = t.plan_id
WHERE t.known_to IS NULL AND p.kind = 'year' AND p.state = 'issued' AND p.starts < %(last)s
  AND (p.ends IS NULL OR p.ends >= %(last)s)
GROUP BY p.unit_id;

-- persons disciplined by a decision of the window
SELECT c.unit_id, u.level,
       count(*) AS "supervision.disciplined",
       count(*) FILTER (WHERE c.rank = 'leader') AS "supervision.disciplined_leaders",
       count(*) FILTER (WHERE c.rank = 'division') AS "supervision.disciplined_divisions",
       count(*) FILTER (WHERE c.rank IN ('service_manager', 'service_staff')) AS "supervision.disciplined_service"
FROM supervision_caseresult AS r
JOIN supervision_case AS c ON c.id = r.case_id
JOIN org_unit AS u ON u.id = c.unit_id
WHERE r.known_to IS NULL AND r.kind = 'disciplined' AND r.decided >= %(first)s AND r.decided < %(last)s
GROUP BY c.unit_id, u.level;

-- what the Government orders of the city, done in the window
SELECT city_id, '' AS level,
       count(*) FILTER (WHERE on_time) AS "supervision.government_tasks_on_time",
       count(*) FILTER (WHERE NOT on_time) AS "supervision.government_tasks_late"
FROM supervision_itemversion
WHERE known_to IS NULL AND giver = 'government' AND finished >= %(first)s AND finished < %(last)s
GROUP BY city_id;

-- and not done at its end
SELECT city_id, '' AS level,
       count(*) FILTER (WHERE overdue_from < %(last)s) AS "supervision.government_tasks_overdue",
       count(*) FILTER (WHERE given < %(last)s) AS "supervision.government_tasks_open"
FROM supervision_itemversion
WHERE known_to IS NULL AND giver = 'government' AND (finished IS NULL OR finished >= %(last)s)
GROUP BY city_id;
-- lines of the register of steering documents
SELECT unit_id, '' AS level, count(*) AS "supervision.register.chi-dao-dieu-hanh"
FROM supervision_registerentry
WHERE known_to IS NULL AND register = 'chi-dao-dieu-hanh' AND day < %(last)s
  AND day >= (%(start)s AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
GROUP BY unit_id;
