-- Every two neighbouring characters of a text, in no order. What it calls is PostgreSQL's own, and named so.
CREATE FUNCTION "bigrams"("value" text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT ARRAY(SELECT DISTINCT pg_catalog.substr(value, i, 2) FROM pg_catalog.generate_series(1, pg_catalog.length(value) - 1) i) $$;
--> statement-breakpoint
CREATE TABLE "findable" (
	"service_number" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"credit_code" text,
	"project_code" text
);
--> statement-breakpoint
ALTER TABLE "application" ADD COLUMN "due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "application" ADD COLUMN "yellow_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "application" ADD COLUMN "red_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "concern" ADD COLUMN "parts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "yellow_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "red_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "findable" ADD CONSTRAINT "findable_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Written by hand from here to the indexes: rows that stand there get what the projection now writes. As soughtText, lightsFrom and partsInCase have it.
INSERT INTO "findable" ("service_number", "name", "address", "credit_code", "project_code") SELECT a."service_number", lower(regexp_replace(normalize(a."applicant_name", NFKC), '[ \t\r\n]', '', 'g') COLLATE "C"), lower(regexp_replace(normalize(coalesce(a."state" #>> '{registration,form,address}', ''), NFKC), '[ \t\r\n]', '', 'g') COLLATE "C"), a."state" #>> '{registration,form,applicant,creditCode}', a."project_code" FROM "application" a ON CONFLICT DO NOTHING;
--> statement-breakpoint
UPDATE "task" t SET "yellow_from" = l."yellow", "red_from" = l."red" FROM (SELECT d."service_number", d."id", CASE WHEN d."passed_at" is not null THEN null WHEN f."at" is null THEN coalesce((a."state" -> 'deadlines' -> d."id" ->> 'hastenedAt')::timestamptz, d."warn_at") WHEN f."at" <= d."due_at" and d."met_at" is null and d."superseded_at" is null and (a."state" -> 'deadlines' -> d."id" ->> 'hastenedAt' is not null or f."at" >= d."warn_at") THEN d."started_at" END AS "yellow", CASE WHEN d."passed_at" is not null THEN d."started_at" WHEN f."at" is null THEN d."due_at" WHEN f."at" > d."due_at" THEN d."started_at" END AS "red" FROM "deadline" d JOIN "application" a ON a."service_number" = d."service_number" CROSS JOIN LATERAL (SELECT coalesce(d."stopped_at", d."met_at", d."superseded_at") AS "at") f) l WHERE t."closed_seq" is null and l."service_number" = t."service_number" and l."id" = t."deadline_id";
--> statement-breakpoint
UPDATE "application" a SET "due_at" = t."due_at", "yellow_from" = t."yellow_from", "red_from" = t."red_from" FROM (SELECT "service_number", min("due_at") AS "due_at", min("yellow_from") AS "yellow_from", min("red_from") AS "red_from" FROM "task" WHERE "closed_seq" is null GROUP BY "service_number") t WHERE t."service_number" = a."service_number";
--> statement-breakpoint
UPDATE "concern" c SET "parts" = x."parts" FROM (SELECT o."service_number", o."org", array_remove(ARRAY[CASE WHEN a."collector" = o."org" THEN 'collector' END, CASE WHEN a."convener" = o."org" THEN 'lead' END, CASE WHEN l."own" THEN 'utility' END, CASE WHEN p."kind" = 'authority' and (p."opinion_required" or a."state" -> 'opinions' ? o."org") THEN 'opinion' END, CASE WHEN (l."building" and o."org" in (a."state" #>> '{works,acceptor}', a."state" #>> '{works,restorationConfirmer}')) or jsonb_path_exists(a."state", '$.approvals.*.authority ? (@ == $org)', jsonb_build_object('org', o."org")) or exists (SELECT FROM jsonb_each(a."state" -> 'commitments') s WHERE s."value" -> 'grants' ? o."org") or jsonb_path_exists(a."state", '$.orders.*.org ? (@ == $org)', jsonb_build_object('org', o."org")) THEN 'supervising' END, CASE WHEN p."kind" = 'authority' THEN 'invited' END, CASE WHEN p."kind" = 'utility' and not l."own" THEN 'neighbour' END, CASE WHEN o."org" in (a."channel", a."registered_by_org") THEN 'channel' END], null) AS "parts" FROM "concern" o JOIN "application" a ON a."service_number" = o."service_number" LEFT JOIN "participant" p ON p."service_number" = o."service_number" and p."org" = o."org" CROSS JOIN LATERAL (SELECT coalesce(bool_or(s."value" ->> 'utility' = o."org"), false) AS "own", coalesce(bool_or(s."value" -> 'outerWorks' is not null), false) AS "building" FROM jsonb_each(a."state" -> 'lines') s) l) x WHERE x."service_number" = c."service_number" and x."org" = c."org";
--> statement-breakpoint
CREATE INDEX "findable_by_prefix" ON "findable" USING btree ("service_number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "findable_by_name" ON "findable" USING gin (bigrams("name"));--> statement-breakpoint
CREATE INDEX "findable_by_address" ON "findable" USING gin (bigrams("address"));--> statement-breakpoint
CREATE INDEX "findable_by_code" ON "findable" USING btree ("credit_code");--> statement-breakpoint
CREATE INDEX "findable_by_project" ON "findable" USING btree ("project_code");--> statement-breakpoint
CREATE INDEX "application_due" ON "application" USING btree ("city","due_at","service_number") WHERE "application"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "task_since" ON "task" USING btree ("city","org","opened_at","id") WHERE "task"."closed_seq" is null;--> statement-breakpoint
CREATE INDEX "task_of_person" ON "task" USING btree ("city","org","person",(coalesce("due_at", 'infinity')),"id") WHERE "task"."closed_seq" is null;