-- A city in full swing, as all its services would know it: so many programmes, each `size` times as large as one
-- with 3,000 people, 800 sessions and about 9,000 attendances. Names stand in identity alone.
--
-- Everything is numbered from 0, and a number gives the id, so that services agree without asking each other.
-- In a programme of size 1:
--   people 0 to 2899 came to one of 290 introductions, 2880 of them are in groups 0 to 239, twelve in each;
--   people 2900 to 2999 are invited to ten introductions to come;
--   groups 0 to 224 have completed their course, 225 to 239 are between its two parts, 240 to 249 have nobody yet;
--   the twelfth of every group was absent, the other eleven completed; every third of these joined the network.

SET LOCAL synchronous_commit = off;

CREATE FUNCTION pg_temp.made(kind integer, number bigint) RETURNS uuid IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    -- Version 7: sorts by number, as real ids sort by the time at which they were made.
    SELECT (lpad(to_hex(1700000000000 + number), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
            || '8' || substr(md5(kind || ':' || number), 1, 15))::uuid
$$;

CREATE TEMP TABLE programme ON COMMIT DROP AS
SELECT p, pg_temp.made(1, p) AS id,
       ARRAY[CASE WHEN p = 0 THEN %(coordinator)s::uuid ELSE pg_temp.made(11, 2 * p) END,
             pg_temp.made(11, 2 * p + 1)] AS coordinator_ids
FROM generate_series(0, %(programmes)s - 1) AS p;

CREATE TEMP TABLE person ON COMMIT DROP AS
SELECT n, n / (3000 * %(size)s) AS p, n %% (3000 * %(size)s) AS j, pg_temp.made(10, n) AS id
FROM generate_series(0, 3000 * %(size)s * %(programmes)s - 1) AS n;
CREATE INDEX ON person (p, j);
ANALYZE programme;
ANALYZE person;

-- `v` counts the groups with people in them.
CREATE TEMP TABLE course ON COMMIT DROP AS
SELECT n, p, r, pg_temp.made(2, n) AS id, programme.id AS programme_id, v,
       CASE WHEN r < 225 THEN 'completed' WHEN r < 240 THEN 'running' ELSE 'forming' END AS state,
       CASE WHEN n %% (250 * %(size)s) %% (10 * %(size)s) = 0 AND p = 0 THEN %(trainer)s::uuid
            ELSE pg_temp.made(12, 10 * %(size)s * p + g %% (10 * %(size)s)) END AS trainer_id,
       CASE WHEN r < 225 THEN now() - (25 + 3 * r) * interval '1 day'
            WHEN r < 240 THEN now() - interval '10 days'
            ELSE now() + (10 + r - 240) * interval '1 day' END AS training_day
FROM (SELECT n, n / (250 * %(size)s) AS p, n %% (250 * %(size)s) AS g, n %% (250 * %(size)s) %% 250 AS r,
             n %% (250 * %(size)s) / 250 * 240 + n %% (250 * %(size)s) %% 250 AS v
      FROM generate_series(0, 250 * %(size)s * %(programmes)s - 1) AS n) AS numbered
JOIN programme USING (p);

CREATE TEMP TABLE member ON COMMIT DROP AS
SELECT course.n, course.p, course.state, course.id AS group_id, course.programme_id, seat, person.id AS person_id,
       row_number() OVER (ORDER BY course.n, seat) AS number
FROM course CROSS JOIN generate_series(0, 11) AS seat
JOIN person ON person.p = course.p AND person.j = course.v * 12 + seat
WHERE course.state <> 'forming';

CREATE TEMP TABLE meeting ON COMMIT DROP AS
SELECT pg_temp.made(3, 2 * n + part) AS id, programme_id, id AS group_id, trainer_id,
       CASE part WHEN 0 THEN 'training_day' ELSE 'deepening' END AS kind,
       training_day + part * interval '21 days' AS starts_at, NULL::bigint AS i, p,
       state = 'completed' OR (state = 'running' AND part = 0) AS recorded
FROM course CROSS JOIN generate_series(0, 1) AS part
UNION ALL
SELECT pg_temp.made(4, n), programme.id, NULL, NULL, 'introduction',
       CASE WHEN i %% 300 < 290 THEN now() - (40 + i %% 300 * 3) * interval '1 day'
            ELSE now() + (5 + i %% 300 - 290) * interval '1 day' END, i, p, i %% 300 < 290
FROM (SELECT n, n / (300 * %(size)s) AS p, n %% (300 * %(size)s) AS i
      FROM generate_series(0, 300 * %(size)s * %(programmes)s - 1) AS n) AS numbered
JOIN programme USING (p);

ANALYZE course;
ANALYZE member;
ANALYZE meeting;

-- Two of the twelve who are invited to an introduction are excused and come to the next one.
CREATE TEMP TABLE guest ON COMMIT DROP AS
SELECT meeting.id AS session_id, meeting.programme_id, person.id AS person_id, recorded,
       CASE WHEN place < 10 THEN 'present' ELSE 'excused' END AS state
FROM meeting CROSS JOIN generate_series(0, 11) AS place
JOIN person ON person.p = meeting.p
    AND person.j = CASE WHEN recorded THEN (i / 300 * 290 + i %% 300) * 10 + place ELSE 0 END %% (2900 * %(size)s)
                 + CASE WHEN recorded THEN 0 ELSE 2900 * %(size)s + (i / 300 * 10 + i %% 300 - 290) * 10 + place END
WHERE kind = 'introduction' AND (recorded OR place < 10);

ANALYZE guest;

-- identity

INSERT INTO identity.organisations (id, name, key)
SELECT pg_temp.made(13, n), 'Organisation ' || n, 'organisation ' || n FROM generate_series(0, %(organisations)s - 1) AS n;

CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT id, n AS number, NULL AS role FROM person
UNION ALL SELECT pg_temp.made(11, n), 10000000 + n, 'coordinator' FROM generate_series(1, 2 * %(programmes)s - 1) AS n
UNION ALL SELECT pg_temp.made(12, n), 20000000 + n, 'trainer'
FROM generate_series(1, 10 * %(size)s * %(programmes)s - 1) AS n;

INSERT INTO identity.people (id, name, email, language, organisation_id, sector, level, added_at, version)
SELECT id,
       (ARRAY['Anna','Bilal','Carla','Daan','Esra','Femke','Gijs','Hanna','Ilse','Jamal','Karin','Lars','Mila','Noor',
              'Omar','Petra','Quinten','Rosa','Samira','Tom','Umut','Vera','Willem','Xander','Yara'])[1 + number %% 25]
       || ' '
       || (ARRAY['Aalbers','de Boer','Cohen','van Dijk','El Idrissi','Fontein','Groen','Hendriks','IJsbrandt','Jansen',
                 'Kaya','Lopes','Meijer','Nguyen','Oosterhuis','Pinas','Quispel','de Ruiter','Smit','Tahiri','Uyar',
                 'Visser','de Wit','Yilmaz','Zwart'])[1 + number / 25 %% 25]
       || CASE WHEN number >= 625 THEN ' ' || number / 625 ELSE '' END,
       'person.' || number || '@city.example', 'nl', pg_temp.made(13, number %% %(organisations)s),
       (ARRAY['police','social_work','youth_work','education','housing','health'])[1 + number %% 6],
       (ARRAY['street','policy'])[1 + (number %% 5 = 0)::int],
       now() - interval '3 years' + number * interval '1 second', 1
FROM known;

INSERT INTO identity.roles (person_id, role)
SELECT id, role FROM known WHERE role IS NOT NULL
UNION ALL SELECT person_id, 'expert' FROM member WHERE state = 'completed' AND seat < 11 AND seat %% 3 = 0;

INSERT INTO identity.accounts (person_id, password_hash, password_set_at)
SELECT DISTINCT person_id, 'none', now() FROM identity.roles
ON CONFLICT DO NOTHING;

-- municipalities, and what the dashboard keeps

INSERT INTO municipalities.areas (id, name) SELECT pg_temp.made(14, n), 'Area ' || n FROM generate_series(0, 39) AS n;

INSERT INTO municipalities.programmes (id, state, name, starts_on, ends_on, initiating_domain, trigger, area_ids, vision,
                                       sectors, decision_maker_ids, street_level_ids, started_at, registered_at, version)
SELECT id, 'registered', 'Programme ' || p, current_date - 1000, current_date + 365, 'safety_and_order', 'Talk hardens.',
       ARRAY[pg_temp.made(14, p %% 40)], 'People who disagree keep talking.', ARRAY['police','youth_work'],
       ARRAY[coordinator_ids[2]], ARRAY[pg_temp.made(10, 3000 * %(size)s * p)],
       now() - p * interval '1 hour', now() - p * interval '1 hour', 3
FROM programme;

INSERT INTO municipalities.coordinators (programme_id, person_id)
SELECT id, unnest(coordinator_ids) FROM programme;

INSERT INTO municipalities.dashboard_sessions (session_id, programme_id, group_id, kind, starts_at, ends_at, revision,
                                               cancelled, invited, record_version, present, absent)
SELECT id, programme_id, group_id, kind, starts_at, starts_at + interval '4 hours', 1, false,
       CASE WHEN group_id IS NULL THEN CASE WHEN recorded THEN 12 ELSE 10 END ELSE 0 END,
       CASE WHEN recorded THEN 1 END, CASE WHEN recorded THEN CASE WHEN group_id IS NULL THEN 10 ELSE 11 END END,
       CASE WHEN recorded THEN CASE WHEN group_id IS NULL THEN 2 ELSE 1 END END
FROM meeting;

INSERT INTO municipalities.dashboard_groups (group_id, programme_id, places, trainer_ids, enrolled, waiting, completed)
SELECT id, programme_id, 16, ARRAY[trainer_id], CASE WHEN state = 'forming' THEN 0 ELSE 12 END, 0,
       CASE WHEN state = 'completed' THEN 11 ELSE 0 END
FROM course;

-- A survey is open for a fortnight after the deepening.
CREATE TEMP TABLE survey ON COMMIT DROP AS
SELECT pg_temp.made(5, n) AS id, n, id AS group_id, programme_id, trainer_id, (training_day + interval '21 days')::date AS opened_on,
       (training_day + interval '35 days')::date AS closes_on, training_day + interval '36 days' < now() AS closed
FROM course WHERE state = 'completed';

ANALYZE survey;

INSERT INTO municipalities.dashboard_surveys (survey_id, programme_id, group_id, wave, closes_on, closed, invited, answers)
SELECT id, programme_id, group_id, 't1', closes_on, closed, 11, CASE WHEN closed THEN 10 END FROM survey;

INSERT INTO municipalities.dashboard_progress (programme_id, step, person_id, source_id)
SELECT programme_id, 'invited', person_id, session_id FROM guest
UNION ALL SELECT programme_id, 'introduced', person_id, session_id FROM guest WHERE recorded AND state = 'present'
UNION ALL SELECT programme_id, 'enrolled', person_id, group_id FROM member
UNION ALL SELECT member.programme_id, 'training_day', person_id, meeting.id FROM member
          JOIN meeting ON meeting.group_id = member.group_id AND kind = 'training_day' WHERE seat < 11
UNION ALL SELECT programme_id, unnest(ARRAY['completed', 'invited_to_network']), person_id,
                 unnest(ARRAY[group_id, programme_id]) FROM member WHERE state = 'completed' AND seat < 11
UNION ALL SELECT programme_id, 'experts', person_id, programme_id FROM member
          WHERE state = 'completed' AND seat < 11 AND seat %% 3 = 0
UNION ALL SELECT member.programme_id, 'asked_for_feedback', person_id, survey.id FROM member
          JOIN survey USING (group_id) WHERE seat < 11;

INSERT INTO municipalities.dashboard_funnel (programme_id, part, people)
SELECT programme_id, part, count(DISTINCT person_id)
FROM municipalities.dashboard_progress
JOIN (VALUES ('invited','invited'), ('introduced','introduced'), ('grouped','enrolled'), ('grouped','training_day'),
             ('grouped','completed'), ('waiting','waiting'), ('training_day','training_day'), ('completed','completed'),
             ('invited_to_network','invited_to_network'), ('experts','experts')) AS parts (part, step) USING (step)
GROUP BY programme_id, part;

-- trainings

INSERT INTO trainings.programmes (id, coordinator_ids) SELECT id, coordinator_ids FROM programme;

INSERT INTO trainings.groups (id, programme_id, name, places, trainer_ids, question_code, version)
SELECT id, programme_id, 'Group ' || n, 16, ARRAY[trainer_id], upper(substr(md5('code' || n), 1, 8)), 1 FROM course;

INSERT INTO trainings.enrolments (group_id, person_id, programme_id, state, number)
OVERRIDING SYSTEM VALUE SELECT group_id, person_id, programme_id, 'enrolled', number FROM member;

INSERT INTO trainings.sessions (id, programme_id, group_id, kind, title, state, starts_at, ends_at, delivery, place, version)
SELECT id, programme_id, group_id, kind, CASE WHEN group_id IS NULL THEN 'Introduction' END,
       CASE WHEN recorded THEN 'recorded' ELSE 'planned' END, starts_at, starts_at + interval '4 hours', 'on_site',
       'Town hall', 1
FROM meeting;

INSERT INTO trainings.records (session_id, version, recorded_at, recorded_by, ground_rules, ground_rules_agreed_at,
                               techniques, notes, follow_ups)
SELECT id, recorded::int, CASE WHEN recorded THEN starts_at + interval '5 hours' END, CASE WHEN recorded THEN trainer_id END,
       CASE WHEN recorded THEN 'We let each other finish.' END, CASE WHEN recorded THEN starts_at END,
       CASE WHEN recorded THEN ARRAY['open_question','mirroring'] ELSE '{}' END,
       CASE WHEN recorded THEN 'A good day.' END, '[]'
FROM meeting;

INSERT INTO trainings.invitations (session_id, person_id) SELECT session_id, person_id FROM guest;

INSERT INTO trainings.attendances (session_id, person_id, state)
SELECT session_id, person_id, state FROM guest WHERE recorded
UNION ALL
SELECT meeting.id, person_id, CASE WHEN seat < 11 THEN 'present' ELSE 'absent' END
FROM member JOIN meeting USING (group_id) WHERE recorded;

INSERT INTO trainings.completions (group_id, person_id)
SELECT group_id, person_id FROM member WHERE state = 'completed' AND seat < 11;

INSERT INTO trainings.questions (id, group_id, text, treated)
SELECT gen_random_uuid(), id, 'How do I begin?', ask = 0 FROM course CROSS JOIN generate_series(0, 1) AS ask;

-- networks

INSERT INTO networks.completions (person_id, group_id)
SELECT person_id, group_id FROM member WHERE state = 'completed' AND seat < 11;

INSERT INTO networks.invitations (person_id, programme_id, state)
SELECT person_id, programme_id, CASE WHEN seat %% 3 = 0 THEN 'accepted' ELSE 'open' END
FROM member WHERE state = 'completed' AND seat < 11
UNION ALL SELECT %(expert)s, id, 'accepted' FROM programme WHERE p = 0;

INSERT INTO networks.members (person_id, programme_id, expertise, area_ids, languages, joined_at)
SELECT person_id, programme_id, ARRAY[(ARRAY['mediation','youth','schools','crisis'])[1 + number %% 4]],
       ARRAY[pg_temp.made(14, number %% 40)], ARRAY['nl'], now() - number * interval '1 minute'
FROM member WHERE state = 'completed' AND seat < 11 AND seat %% 3 = 0
UNION ALL SELECT %(expert)s, id, ARRAY['mediation'], ARRAY[pg_temp.made(14, 0)], ARRAY['nl'], now() FROM programme WHERE p = 0;

INSERT INTO networks.posts (id, kind, title, text, theme, author_id, written_at, answers)
SELECT pg_temp.made(6, number), (ARRAY['experience','advice'])[1 + number %% 2], 'A talk that went well',
       'We kept talking.', (ARRAY['identity','prejudice','exclusion'])[1 + number %% 3], person_id,
       now() - number * interval '1 minute', 2 * (number %% 3)
FROM member WHERE state = 'completed' AND seat = 0;

INSERT INTO networks.answers (id, post_id, text, author_id, written_at)
SELECT pg_temp.made(7, row_number() OVER ()), id, 'Thank you.', author_id, written_at + interval '1 hour'
FROM networks.posts CROSS JOIN LATERAL generate_series(1, posts.answers);

-- feedback

INSERT INTO feedback.coordinators (programme_id, person_id) SELECT id, unnest(coordinator_ids) FROM programme;
INSERT INTO feedback.trainers (group_id, person_id) SELECT id, trainer_id FROM course;

INSERT INTO feedback.surveys (id, group_id, programme_id, wave, state, questions_version, opened_on, closes_on, invited, answers)
SELECT id, group_id, programme_id, 't1', CASE WHEN closed THEN 'closed' ELSE 'open' END, 1, opened_on, closes_on, 11,
       CASE WHEN closed THEN 10 END
FROM survey;

INSERT INTO feedback.invitations (survey_id, person_id, withdrawn)
SELECT survey.id, person_id, false FROM member JOIN survey USING (group_id) WHERE seat < 11;

INSERT INTO feedback.links (hash, survey_id, used)
SELECT sha256((survey.id::text || link)::bytea), survey.id, false FROM survey CROSS JOIN generate_series(1, 11) AS link
WHERE NOT closed;

INSERT INTO feedback.answers (id, survey_id, question, value)
SELECT gen_random_uuid(), survey.id, question, CASE kind
       WHEN 'scale' THEN to_jsonb(4 + (answer * 7 + n) %% 7)
       WHEN 'choices' THEN '["training", "information"]' ELSE '"More of this."' END
FROM survey CROSS JOIN generate_series(1, 10) AS answer
CROSS JOIN (VALUES ('recommend','scale'), ('recognise','scale'), ('map','scale'), ('choose_position','scale'),
                   ('mediative_speech','scale'), ('reach_the_middle','scale'), ('call_a_colleague','scale'),
                   ('needs','choices'), ('what_helped','text'), ('what_should_change','text')) AS asked (question, kind)
WHERE closed;

-- notifications

INSERT INTO notifications.sessions (id, group_id, starts_at, ends_at, revision, cancelled)
SELECT id, group_id, starts_at, starts_at + interval '4 hours', 1, false FROM meeting;

INSERT INTO notifications.people_concerned (about_id, person_id, role)
SELECT session_id, person_id, 'invited' FROM guest
UNION ALL SELECT group_id, person_id, 'enrolled' FROM member
UNION ALL SELECT id, trainer_id, 'trainer' FROM course;

INSERT INTO notifications.mails (id, kind, person_id, about_id, role, state, attempts, queued_at, due_at, sent_at, kept)
SELECT pg_temp.made(8, row_number() OVER (ORDER BY about_id, person_id)), kind, person_id, about_id, role, 'sent', 1, now() - interval '30 days',
       now() - interval '30 days', now() - interval '30 days', false
FROM (SELECT 'introduction_invitation' AS kind, person_id, session_id AS about_id, 'invited' AS role FROM guest
      UNION ALL SELECT 'place_in_group', person_id, group_id, 'enrolled' FROM member
      UNION ALL SELECT 'feedback_link', person_id, survey.id, NULL FROM member JOIN survey USING (group_id) WHERE seat < 11
      UNION ALL SELECT 'network_invitation', person_id, programme_id, NULL FROM member
                WHERE state = 'completed' AND seat < 11) AS sent;
