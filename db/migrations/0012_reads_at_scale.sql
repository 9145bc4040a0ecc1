CREATE TABLE "charge" (
	"service_number" text NOT NULL,
	"seq" integer NOT NULL,
	"org" text NOT NULL,
	"what" text NOT NULL,
	"city" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"advisory" boolean NOT NULL,
	CONSTRAINT "charge_service_number_seq_org_pk" PRIMARY KEY("service_number","seq","org"),
	CONSTRAINT "charge_known" CHECK ("charge"."what" in ('absences', 'ordered', 'missed'))
);
--> statement-breakpoint
CREATE TABLE "concern" (
	"service_number" text NOT NULL,
	"org" text NOT NULL,
	"city" text NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "concern_service_number_org_pk" PRIMARY KEY("service_number","org")
);
--> statement-breakpoint
DROP INDEX "application_by_concerned";
--> statement-breakpoint
DROP INDEX "deadline_running";
--> statement-breakpoint
DROP INDEX "application_by_project";
--> statement-breakpoint
DROP INDEX "deadline_counted";
--> statement-breakpoint
DROP INDEX "task_open";
--> statement-breakpoint
ALTER TABLE "deadline" ADD COLUMN "ended_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "offered_xid" "xid8";
--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "due_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "concern" ADD CONSTRAINT "concern_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
-- Written by hand from here to the indexes: rows that stand there get what the projection now writes, from what it wrote before.
UPDATE "task" t SET "due_at" = d."due_at" FROM "deadline" d WHERE t."closed_seq" is null and d."service_number" = t."service_number" and d."id" = t."deadline_id";
--> statement-breakpoint
UPDATE "deadline" d SET "ended_at" = coalesce(d."met_at", d."superseded_at", case when d."kind" = 'survey' then d."passed_at" end, case when d."kind"::text in ('rectification', 'emergencyRepair') then a."closed_at" else coalesce((a."state" -> 'withdrawn' ->> 'at')::timestamptz, a."closed_at") end) FROM "application" a WHERE a."service_number" = d."service_number";
--> statement-breakpoint
INSERT INTO "concern" ("service_number", "org", "city", "registered_at") SELECT a."service_number", c."org", a."city", a."registered_at" FROM "application" a CROSS JOIN LATERAL unnest(a."concerned") c("org") ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "charge" ("service_number", "seq", "org", "what", "city", "at", "advisory") SELECT e."service_number", e."seq", c."org", c."what", a."city", e."at", a."area" = 'elsewhere' FROM "event" e JOIN "application" a ON a."service_number" = e."service_number" CROSS JOIN LATERAL (SELECT absent."org", 'absences' FROM jsonb_array_elements_text(e."data" -> 'absent') absent("org") WHERE e."type" = 'surveyClosed' UNION ALL SELECT e."data" ->> 'utility', 'ordered' WHERE e."type" = 'rectificationOrdered' UNION ALL SELECT e."data" ->> 'org', 'missed' WHERE e."type" = 'promiseBroken') c("org", "what") WHERE e."type" in ('surveyClosed', 'rectificationOrdered', 'promiseBroken') ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- A hint costs a lock on the whole server at each commit: none where nobody would hear it.
CREATE OR REPLACE FUNCTION "outbox_hint"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT FROM "subscription" WHERE "active") THEN PERFORM pg_notify('outbox', ''); END IF; RETURN NULL; END $$;
--> statement-breakpoint
CREATE INDEX "charge_counted" ON "charge" USING btree ("city","at","org","what","advisory");
--> statement-breakpoint
CREATE INDEX "concern_newest" ON "concern" USING btree ("city","org","registered_at" DESC NULLS FIRST,"service_number" DESC NULLS FIRST);
--> statement-breakpoint
CREATE INDEX "deadline_standing" ON "deadline" USING btree ("city","due_at") WHERE "deadline"."stopped_at" is not null and "deadline"."passed_at" is null and "deadline"."ended_at" is null;
--> statement-breakpoint
CREATE INDEX "deadline_red" ON "deadline" USING btree ("city","due_at") WHERE "deadline"."passed_at" is not null and "deadline"."ended_at" is null;
--> statement-breakpoint
CREATE INDEX "matter_deadline_red" ON "matter_deadline" USING btree ("city","due_at") WHERE "matter_deadline"."met_at" is null and "matter_deadline"."superseded_at" is null and "matter_deadline"."passed_at" is not null;
--> statement-breakpoint
CREATE INDEX "service_line_awaiting" ON "service_line" USING btree ("service_number") WHERE "service_line"."status" = 'awaitingOpinion';
--> statement-breakpoint
CREATE INDEX "application_by_project" ON "application" USING btree ("city","project_code","registered_at","service_number") WHERE "application"."project_code" is not null and "application"."closed_at" is null;
--> statement-breakpoint
CREATE INDEX "deadline_counted" ON "deadline" USING btree ("city",(case when "met_at" is not null and "passed_at" is null and coalesce("stopped_at", "met_at") <= "due_at" then "met_at" else "due_at" end),"service_number","id") WHERE "deadline"."met_at" is not null or "deadline"."passed_at" is not null or "deadline"."ended_at" is null;
--> statement-breakpoint
CREATE INDEX "task_open" ON "task" USING btree ("city","org",(coalesce("due_at", 'infinity')),"id") WHERE "task"."closed_seq" is null;
