-- Ten years of plans, given tasks, inspections, cases, reviews, registers, reports, targets and documents of
-- invented text, marked as sample. Keys begin at a million: what the pack loaded stays.

CREATE TEMP TABLE bench_unit ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY kind <> 'city', parent_id, code)::int - 1 AS n, id, name
FROM org_unit
WHERE valid_from <= current_date AND (valid_to IS NULL OR valid_to > current_date)
  AND level IN ('city', 'department', 'district', 'commune')
ORDER BY n LIMIT %(units)s;

CREATE TEMP TABLE bench_word ON COMMIT DROP AS
SELECT n - 1 AS n, phrase FROM unnest(ARRAY[
  'thực hiện công tác cải cách hành chính', 'kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính',
  'giải quyết thủ tục hành chính về đất đai', 'cung cấp dịch vụ công trực tuyến toàn trình',
  'số hóa hồ sơ, kết quả giải quyết thủ tục hành chính', 'rà soát văn bản quy phạm pháp luật',
  'sắp xếp tổ chức bộ máy, tinh giản biên chế', 'đánh giá sự hài lòng của người dân, tổ chức',
  'tuyên truyền cải cách hành chính', 'áp dụng hệ thống quản lý chất lượng', 'chuyển đổi số và Đề án 06',
  'giải ngân vốn đầu tư công', 'tiếp công dân, giải quyết khiếu nại, tố cáo', 'xử lý công việc tồn đọng',
  'đào tạo, bồi dưỡng cán bộ, công chức', 'cải thiện môi trường đầu tư kinh doanh'
]) WITH ORDINALITY AS each (phrase, n);

CREATE TEMP TABLE bench_plan ON COMMIT DROP AS
SELECT 1000000 + y * 1000 + n AS id, n, id AS unit, name,
       extract(year FROM current_date)::int - (%(years)s - 1) + y AS year
FROM bench_unit CROSS JOIN generate_series(0, %(years)s - 1) AS y;

INSERT INTO supervision_plan (id, unit_id, kind, parent_id, year, starts, ends, title, source, state, number,
                              issued, version, sample)
SELECT p.id, p.unit, 'year', NULL, p.year, make_date(p.year, 1, 1), make_date(p.year + 1, 1, 1),
       'Kế hoạch cải cách hành chính năm ' || p.year || ' của ' || p.name, 'bench', 'issued',
       p.n + 1 || '/KH-UBND', make_date(p.year, 1, 10), 1, true
FROM bench_plan AS p ON CONFLICT DO NOTHING;

UPDATE supervision_plan AS below SET parent_id = above.id
FROM supervision_plan AS above
WHERE below.id >= 1000000 AND above.id = below.id - mod(below.id, 1000) AND mod(below.id, 1000) > 0;

INSERT INTO supervision_task (id, plan_id, number, parent_id, field, content, lead_id, leads, partners,
                              in_charge, officer_id, stated, status, status_text, illegible, note, due, done,
                              version, sample)
SELECT made.id, made.plan, made.number, NULL, 'Cải cách thủ tục hành chính', made.content, u.id,
       jsonb_build_array(u.name), '["Các cơ quan, đơn vị"]', '', NULL, '', made.status, '', false, '',
       made.due, CASE WHEN made.status = 'done' THEN made.due - 5 + mod(made.id, 9) END, 1, true
FROM (
  SELECT t.*, CASE WHEN t.due < current_date - 20 AND mod(t.id, 12) > 0 THEN 'done'
                   WHEN t.due < current_date + 60 THEN 'ongoing' ELSE 'not_yet' END AS status
  FROM (
    SELECT 1000000 + row_number() OVER ()::int AS id, p.id AS plan, k AS number,
           CASE WHEN p.n = 0 THEN mod(k * 7, %(units)s) ELSE p.n END AS lead,
           'Nhiệm vụ mẫu ' || k || ': ' || w.phrase || ' năm ' || p.year AS content,
           make_date(p.year, 1, 15) + mod(k * 37 + p.n, 340) AS due
    FROM bench_plan AS p
    JOIN supervision_plan AS held ON held.id = p.id
    CROSS JOIN LATERAL generate_series(
      1, greatest(1, %(tasks)s / 2 / (%(units)s * %(years)s)) * CASE WHEN p.n = 0 THEN 4 ELSE 1 END) AS k
    JOIN bench_word AS w ON w.n = mod(k + p.n, 16)
  ) AS t
) AS made JOIN bench_unit AS u ON u.n = made.lead;

INSERT INTO supervision_source (id, giver, city_id, office_id, kind, symbol, day, abstract, issuer,
                                signer_post, reply_by, reply_basis, reply_to, document_id, entered_by_id,
                                version, sample)
SELECT 1000000 + s, (ARRAY['government', 'ministry', 'party', 'council', 'committee', 'committee', 'steering'])
       [1 + mod(s, 7)], (SELECT id FROM bench_unit WHERE n = 0), u.id, 'cong-van', s + 1 || '/CV-UBND',
       current_date - %(years)s * 365 + (s::bigint * %(years)s * 365 * 10 / greatest(%(tasks)s / 2, 1))::int,
       'Về việc ' || w.phrase, u.name, '', NULL, '', '[]', NULL, NULL, 1, true
FROM generate_series(0, greatest(%(tasks)s / 20, 1) - 1) AS s
JOIN bench_unit AS u ON u.n = mod(s, least(%(units)s, 10)) JOIN bench_word AS w ON w.n = mod(s, 16);

INSERT INTO supervision_sourceitem (id, source_id, position, label, heading, content, product, time_text, due)
SELECT 1000000 + g, s.id, g / greatest(%(tasks)s / 20, 1) + 1, '', '',
       'Nội dung mẫu ' || g || ': ' || w.phrase, 'Báo cáo', '',
       s.day + 30 + mod(g * 13, 200)
FROM generate_series(0, %(tasks)s / 2 - 1) AS g
JOIN supervision_source AS s ON s.id = 1000000 + mod(g, greatest(%(tasks)s / 20, 1))
JOIN bench_word AS w ON w.n = mod(g, 16);

INSERT INTO supervision_task (id, plan_id, number, parent_id, field, content, lead_id, leads, partners,
                              in_charge, officer_id, stated, status, status_text, illegible, note, due, done,
                              version, sample)
SELECT 1000000 + i.id, NULL, i.position, NULL, '', i.content, u.id, jsonb_build_array(u.name), '[]', '', NULL,
       '', CASE WHEN ended THEN 'done' ELSE 'ongoing' END, '', false, '', i.due,
       CASE WHEN ended THEN i.due - 5 + mod(i.id, 9)::int END, 1, true
FROM (SELECT *, due < current_date - 20 AND mod(id, 12) > 0 AS ended FROM supervision_sourceitem
      WHERE id >= 1000000) AS i
JOIN bench_unit AS u ON u.n = mod(i.id * 7, %(units)s);

INSERT INTO supervision_giventask (task_id, item_id, state, first_due, submitted, submitted_by_id, changed_at,
                                   version)
SELECT t.id, t.id - 1000000,
       CASE WHEN t.done IS NOT NULL AND mod(t.id, 50) = 0 THEN 'stopped' WHEN t.done IS NOT NULL THEN 'done'
            ELSE (ARRAY['new', 'received', 'ongoing', 'submitted'])[1 + mod(t.id, 4)] END,
       CASE WHEN mod(t.id, 20) = 0 THEN t.due - 30 ELSE t.due END, t.done, NULL, now(), 1
FROM supervision_task AS t WHERE t.id >= 2000000;

INSERT INTO supervision_extension (given_id, state, asked, asked_by_id, reason, was, wanted, now, decided,
                                   decided_by_id, answer)
SELECT t.id, 'granted', t.due - 40, NULL, 'Lý do mẫu', t.due - 30, t.due, t.due, t.due - 35, NULL, ''
FROM supervision_task AS t WHERE t.id >= 2000000 AND mod(t.id, 20) = 0;

INSERT INTO supervision_itemversion (known_from, known_to, attested, item_id, city_id, giver, given, due,
                                     overdue_from, finished, on_time)
SELECT s.day, t.done, true, i.id, s.city_id, s.giver, s.day, i.due, i.due + 1, NULL, NULL
FROM supervision_sourceitem AS i JOIN supervision_source AS s ON s.id = i.source_id
JOIN supervision_task AS t ON t.id = i.id + 1000000 WHERE i.id >= 1000000
UNION ALL
SELECT t.done, NULL, true, i.id, s.city_id, s.giver, s.day, i.due, NULL, t.done, t.done <= i.due
FROM supervision_sourceitem AS i JOIN supervision_source AS s ON s.id = i.source_id
JOIN supervision_task AS t ON t.id = i.id + 1000000 WHERE i.id >= 1000000 AND t.done IS NOT NULL;

INSERT INTO supervision_taskunit (task_id, unit_id, role)
SELECT t.id, u.id, 'partner' FROM supervision_task AS t CROSS JOIN generate_series(1, 3) AS k
JOIN bench_unit AS u ON u.n = mod(t.id * 3 + k * 11, %(units)s) WHERE t.id >= 1000000
ON CONFLICT DO NOTHING;

INSERT INTO supervision_product (task_id, position, name, kind, time_text, starts, ends, condition, met, done)
SELECT t.id, k, 'Báo cáo kết quả ' || k, 'once', '', t.due - 60, t.due, '', NULL, t.done
FROM supervision_task AS t CROSS JOIN LATERAL generate_series(1, CASE WHEN t.plan_id IS NULL THEN 1 ELSE
  1 + mod(t.id, 2) END) AS k WHERE t.id >= 1000000;

INSERT INTO supervision_evidence (product_id, number, day, subject, file_id, state, by_id, at, judged_by_id,
                                  reason)
SELECT p.id, p.id || '/BC-UBND', p.done, 'Báo cáo mẫu', NULL, 'confirmed', NULL, p.done, NULL, ''
FROM supervision_product AS p WHERE p.task_id >= 1000000 AND p.done IS NOT NULL;

INSERT INTO supervision_taskversion (id, known_from, known_to, attested, task_id, plan_id, number, field,
                                     content, leads, partners, status, status_text, illegible, note, lead_id,
                                     due, done)
SELECT 2 * t.id, t.due - 90, t.done, true, t.id, t.plan_id, t.number, t.field, t.content, t.leads, t.partners,
       'not_yet', '', false, '', t.lead_id, t.due, NULL
FROM supervision_task AS t WHERE t.id >= 1000000
UNION ALL
SELECT 2 * t.id + 1, t.done, NULL, true, t.id, t.plan_id, t.number, t.field, t.content, t.leads, t.partners,
       t.status, '', false, '', t.lead_id, t.due, t.done
FROM supervision_task AS t WHERE t.id >= 1000000 AND t.done IS NOT NULL;

INSERT INTO supervision_productversion (task_id, position, name, time_text, starts, ends, condition, documents)
SELECT v.id, p.position, p.name, p.time_text, p.starts, p.ends, '',
       CASE WHEN v.done IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('number', p.id || '/BC-UBND',
       'date', p.done)) END
FROM supervision_taskversion AS v JOIN supervision_product AS p ON p.task_id = v.task_id
WHERE v.id >= 2000000;

INSERT INTO supervision_step (subject, subject_id, kind, at, by_id, day, note, detail)
SELECT 'task', t.id, (ARRAY['added', 'changed', 'offered', 'confirmed'])[k], t.due - 40 + k, NULL, NULL, '', '{}'
FROM supervision_task AS t CROSS JOIN generate_series(1, 4) AS k WHERE t.id >= 1000000;

CREATE TEMP TABLE bench_team ON COMMIT DROP AS
SELECT 1000000 + t AS id, t / 2 AS round, mod(t, 2) = 0 AS planned,
       extract(year FROM current_date)::int - mod(t / 2, %(years)s) AS year
FROM generate_series(0, 2 * ((%(visits)s / 2 - 1) / (%(units)s - 1) + 1) - 1) AS t;

INSERT INTO supervision_team (id, regime, organiser_id, counted_for_id, year, name, plan_number, plan_day,
                              decision_number, decision_day, sample)
SELECT t.id, CASE WHEN planned THEN 'planned' ELSE 'surprise' END, city.id, city.id, t.year,
       'Đoàn kiểm tra mẫu số ' || t.id, t.id || '/KH-UBND', make_date(t.year, 1, 5), t.id || '/QĐ-UBND',
       make_date(t.year, 1, 6), true
FROM bench_team AS t CROSS JOIN (SELECT id FROM bench_unit WHERE n = 0) AS city;

INSERT INTO supervision_teammember (team_id, person_id, name, title, body, duty)
SELECT t.id, NULL, 'Người Mẫu ' || k, '', 'Cơ quan mẫu', CASE WHEN k = 1 THEN 'head' ELSE 'member' END
FROM bench_team AS t CROSS JOIN generate_series(1, 6) AS k;

INSERT INTO supervision_inspection (id, team_id, unit_id, day, outline_due, state, version, scheduled,
  outline_id, outline_day, held, minutes, unit_opinion, passed, passed_head, conclusion_number, conclusion_day,
  sample)
SELECT 1000000 + i.n, i.team, u.id, i.day, i.day - 5,
       CASE WHEN i.day > current_date - 60 THEN 'scheduled' WHEN mod(i.n, 10) = 0 THEN 'concluded'
            ELSE 'closed' END, 1, i.day - 15, NULL, i.day - 6, i.day, 'Biên bản mẫu. ' || repeat('Nội dung. ', 60),
       '', i.day + 10, 'Người Mẫu', i.n || '/TB-ĐKT', i.day + 12, true
FROM (
  SELECT g AS n, t.id AS team, make_date(t.year, 1 + mod(g, 12), 1 + mod(g * 5, 28)) AS day
  FROM generate_series(0, %(visits)s / 2 - 1) AS g
  JOIN bench_team AS t ON t.planned AND t.round = g / (%(units)s - 1)
) AS i JOIN bench_unit AS u ON u.n = mod(i.n, %(units)s - 1) + 1;

INSERT INTO supervision_problem (inspection_id, number, content, remedy, days, due, objection, answer,
                                 answer_document, state, report, reported, closed)
SELECT i.id, k, 'Vấn đề mẫu ' || k, 'Kiến nghị mẫu', 20, i.day + 40, '', '', '',
       CASE WHEN i.state = 'closed' THEN 'closed' ELSE 'open' END, '', NULL,
       CASE WHEN i.state = 'closed' THEN i.day + 35 END
FROM supervision_inspection AS i CROSS JOIN generate_series(1, 3) AS k WHERE i.id >= 1000000;

INSERT INTO supervision_attendance (inspection_id, member_id, name, head, present, leave, substitute_for)
SELECT i.id, NULL, 'Người Mẫu ' || k, k = 1, true, '', ''
FROM supervision_inspection AS i CROSS JOIN generate_series(1, 5) AS k WHERE i.id >= 1000000;

INSERT INTO supervision_surprisevisit (id, team_id, unit_id, number, at, day, place, present, findings,
  unit_opinion, proposal, unsigned_reason, team_signature_id, unit_signature_id, scan_id, key, digest, by_id,
  recorded_at, sample)
SELECT 1000000 + v.n, v.team, u.id, v.n || '/BB-ĐKT', v.day + time '08:30', v.day, 'Bộ phận Một cửa',
       'Người Mẫu', 'Nội dung mẫu. ' || repeat('Ghi nhận. ', 60), '', '', '', NULL, NULL, NULL,
       gen_random_uuid(), repeat('0', 64), NULL, v.day + time '10:00', true
FROM (
  SELECT g AS n, t.id AS team, make_date(t.year, 1 + mod(g, 10), 1 + mod(g * 5, 28)) AS day
  FROM generate_series(0, %(visits)s / 2 - 1) AS g
  JOIN bench_team AS t ON NOT t.planned AND t.round = g / (%(units)s - 1)
) AS v JOIN bench_unit AS u ON u.n = mod(v.n, %(units)s - 1) + 1;

INSERT INTO supervision_audit (auditor_id, counted_for_id, unit_id, subject, decision_number, decision_day,
  conclusion_number, conclusion_day, handling_number, handling_day, carried_out, proof, version, sample)
SELECT city.id, city.id, u.id, 'Thanh tra mẫu', a || '/QĐ-TTr', current_date - a, '', NULL, '', NULL, NULL,
       '', 1, true
FROM generate_series(1, %(visits)s / 10) AS a JOIN bench_unit AS u ON u.n = mod(a, %(units)s)
CROSS JOIN (SELECT id FROM bench_unit WHERE n = 0) AS city;

INSERT INTO supervision_case (id, opened, origin, origin_key, subject, name, search, post, rank, unit_id,
                              managed, manager_id, reason, facts, proposal, state, version, sample)
SELECT v.id, v.day, 'surprise', v.number, CASE WHEN one THEN 'person' ELSE 'collective' END,
       'Người Mẫu ' || v.id, 'nguoi mau ' || v.id, '', CASE WHEN one THEN 'official' ELSE '' END, v.unit_id,
       'unit', CASE WHEN mod(v.id, 3) = 0 THEN (SELECT id FROM bench_unit WHERE n = 0) ELSE v.unit_id END,
       'hours', 'Nội dung mẫu', '', CASE WHEN mod(v.id, 4) = 0 THEN 'asked' ELSE 'settled' END, 1, true
FROM (SELECT *, mod(id, 5) > 0 AS one FROM supervision_surprisevisit WHERE id >= 1000000) AS v;

INSERT INTO supervision_caseevent (case_id, at, kind, by_id, day, number, note, file_id)
SELECT c.id, c.opened + k, (ARRAY['record', 'ask', 'settle'])[k], NULL, c.opened, '', '', NULL
FROM supervision_case AS c CROSS JOIN generate_series(1, 3) AS k WHERE c.id >= 1000000;

INSERT INTO supervision_caseresult (known_from, known_to, attested, case_id, kind, form, party_form, number,
                                    decided, authority)
SELECT c.opened + 30, NULL, true, c.id, 'criticised', '', '', '', c.opened + 30, ''
FROM supervision_case AS c WHERE c.id >= 1000000 AND c.state = 'settled';

INSERT INTO supervision_campaign (id, title, number, unit_id, opened, deadline, closed, source_id, version,
                                  sample)
SELECT p.id, 'Rà soát công việc tồn đọng năm ' || p.year, p.id || '/CV-UBND', p.unit, make_date(p.year, 3, 1),
       make_date(p.year, 3, 31), NULL, NULL, 1, true FROM bench_plan AS p WHERE p.n = 0;

INSERT INTO supervision_answer (id, campaign_id, unit_id, answered, version)
SELECT p.id, p.id - p.n, p.unit, make_date(p.year, 3, 10 + mod(p.n, 20)), 1
FROM bench_plan AS p WHERE p.n > 0;

INSERT INTO supervision_pendingitem (answer_id, number, content, since, "group", causes, responsible, way_out,
  due, waits, task_id, way, addressee, document, finished, sample)
SELECT p.id, k, 'Công việc mẫu ' || k, 'Quý I', CASE WHEN mod(k, 2) = 0 THEN 'a' ELSE 'b' END,
       ARRAY['mechanism', 'coordination'], 'Người Mẫu', 'Hướng mẫu', make_date(p.year, 12, 1), '', NULL, '', '',
       '', CASE WHEN mod(p.id + k, 3) = 0 THEN make_date(p.year, 6, 1) END, true
FROM bench_plan AS p CROSS JOIN generate_series(1, 5) AS k WHERE p.n > 0;

INSERT INTO supervision_registerentry (known_from, known_to, attested, register, unit_id, year, serial, day,
                                       kind, number, title, count, document_id, "row", note, sample)
SELECT make_date(p.year, 1, 1) + k * 60, NULL, true, register, p.unit, p.year, 1000 + k,
       make_date(p.year, 1, 1) + k * 60 + mod(p.n, 50), '', k || '/KH-UBND',
       'Nội dung mẫu: ' || w.phrase, 1, NULL, '', '', true
FROM bench_plan AS p CROSS JOIN unnest(%(registers)s::text[]) AS register CROSS JOIN generate_series(1, 5) AS k
JOIN bench_word AS w ON w.n = mod(p.n + k, 16);

INSERT INTO supervision_dutyreport (duty, unit_id, year, period, due, first_sent, last_sent, document_id, note,
                                    returned, again_by, reason, version, sample)
SELECT duty, u.id, year, period, cut_off + 10, cut_off + 5 + mod(u.n, 8), cut_off + 5 + mod(u.n, 8), NULL, '',
       false, NULL, '', 1, true
FROM unnest(%(duties)s::text[], %(periods)s::text[], %(duty_years)s::int[], %(cut_offs)s::date[])
  AS owed (duty, period, year, cut_off)
JOIN bench_unit AS u ON mod(u.n, 9) > 0 ON CONFLICT DO NOTHING;

INSERT INTO supervision_target (id, programme, name, cell, unit_id, year, judged_on, operator, value, measure,
                                source, clause, answers_id, sample)
SELECT p.id * 10 + k, 'Chương trình mẫu năm ' || p.year, 'Chỉ tiêu mẫu ' || k, '', p.unit, p.year,
       make_date(p.year, 12, 31), 'ge', 90, '%%', 'Kế hoạch mẫu', '', NULL, true
FROM bench_plan AS p CROSS JOIN generate_series(0, 7) AS k;

INSERT INTO supervision_observation (target_id, day, value, source, cause, cause_of_id, at, by_id)
SELECT t.id, make_date(t.year, 3 * q, 20), 80 + mod(t.id + q, 20), 'Số liệu mẫu', '', NULL,
       make_date(t.year, 3 * q, 21), NULL
FROM supervision_target AS t CROSS JOIN generate_series(1, 4) AS q WHERE t.id >= 1000000;

CREATE TEMP TABLE bench_document ON COMMIT DROP AS
SELECT d.i, 10000000 + d.i AS id, mod(d.i, 2) = 0 AS out, u.id AS unit, u.name,
       current_date - 3650 + (d.i::bigint * 3650 / %(documents)s)::int AS day,
       CASE WHEN mod(d.i, 4000) < 2 THEN 'Báo cáo quan trắc thủy văn mẫu'
            WHEN mod(d.i / 2, 3) = 0 THEN 'Báo cáo kết quả ' || w.phrase ELSE 'Về việc ' || w.phrase END
       || ' tại ' || u.name AS abstract,
       mod(d.i, 2) = 0 AND d.i >= %(documents)s - greatest(2, %(documents)s / 1000) AS draft
FROM generate_series(0, %(documents)s - 1) AS d (i)
JOIN bench_unit AS u ON u.n = CASE WHEN mod(d.i, 10) < 2 THEN 0 ELSE mod(d.i / 2 * 7, %(units)s) END
JOIN bench_word AS w ON w.n = mod(d.i / 2 * 7, 16);

INSERT INTO documents_officialdocument (id, direction, unit_id, kind, state, number, symbol, symbol_tail, day,
  abstract, issuer, issuer_unit_id, signer_post, signer_name, drafter_id, file_id, origin_id, arrival, received,
  issued_at, version, sample)
SELECT d.id, CASE WHEN out THEN 'out' ELSE 'in' END, d.unit,
       CASE WHEN mod(d.i / 2, 3) = 0 THEN 'bao-cao' ELSE 'cong-van' END,
       CASE WHEN draft THEN 'draft' WHEN out THEN 'issued' ELSE 'registered' END,
       CASE WHEN out AND NOT draft THEN d.i / 2 + 1000 END,
       CASE WHEN draft THEN '' ELSE d.i / 2 + 1000 || '/BC-UBND' END, 'BC-UBND', CASE WHEN NOT draft THEN d.day END,
       d.abstract, d.name, NULL, 'CHỦ TỊCH', 'Người Mẫu', NULL, NULL, NULL,
       CASE WHEN NOT out THEN d.i + 1000 END, CASE WHEN NOT out THEN d.day + 1 END,
       CASE WHEN out AND NOT draft THEN d.day + time '10:00' END, 1, true
FROM bench_document AS d ORDER BY d.i;

INSERT INTO documents_officialrecipient (document_id, position, name, unit_id)
SELECT d.id, 1, arrived.name, arrived.unit
FROM bench_document AS d JOIN bench_document AS arrived ON arrived.id = d.id + 1 WHERE d.out
UNION ALL
SELECT d.id, 2, 'Như trên', CASE WHEN mod(d.i, 100) = 0 THEN u.id END
FROM bench_document AS d JOIN bench_unit AS u ON u.n = mod(d.i / 100, %(units)s) WHERE d.out;

UPDATE documents_officialdocument AS d SET origin_id = d.id - 1
WHERE d.id > 10000000 AND d.direction = 'in'
  AND EXISTS (SELECT FROM documents_officialdocument AS o WHERE o.id = d.id - 1 AND o.state = 'issued');

INSERT INTO documents_officialevent (document_id, at, kind, by_id, note)
SELECT d.id, d.day + k, (ARRAY['drafted', 'numbered', 'issued'])[k], NULL, ''
FROM bench_document AS d CROSS JOIN generate_series(1, 3) AS k;

INSERT INTO documents_casefile (id, unit_id, code, title, retention, subject, key, opened, opened_by_id, closed,
                                filed, sample)
SELECT d.id, d.unit, 'HS-' || d.i, 'Tập hồ sơ mẫu', '10 năm', '', '', d.day, NULL, NULL, NULL, true
FROM bench_document AS d WHERE mod(d.i, 200) = 0;

INSERT INTO documents_caseitem (case_id, position, document_id, note, added_at, added_by_id, removed_at,
                                removed_by_id, removed_why)
SELECT d.id - mod(d.i, 200), mod(d.i, 200) + 1, d.id, '', now(), NULL, NULL, NULL, ''
FROM bench_document AS d WHERE mod(d.i, 200) < 10;
