CREATE TYPE "public"."access_kind" AS ENUM('read', 'list', 'paper', 'act', 'push');--> statement-breakpoint
CREATE TYPE "public"."sight" AS ENUM('whole', 'masked');--> statement-breakpoint
CREATE TABLE "access_noise" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"address" text,
	"action" text NOT NULL,
	"problem" text,
	"number" integer NOT NULL,
	"request_id" text NOT NULL,
	CONSTRAINT "access_noise_counted" CHECK ("access_noise"."number" > 0)
);
--> statement-breakpoint
DROP INDEX "access_log_by_time";--> statement-breakpoint
DROP INDEX "access_log_by_case";--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "kind" "access_kind";--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "item" text;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "seen" "sight";--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "request_id" text;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "address" text;--> statement-breakpoint
-- Written by hand: of what kind the entries of before are. Which paper it was, and whether it was whole, nobody kept.
UPDATE "access_log" SET "kind" = (CASE WHEN "action" !~ '^(GET|HEAD) ' THEN 'act' WHEN "action" ~ '/(documents/:document|document)$' THEN 'paper' WHEN "service_number" IS NULL THEN 'list' ELSE 'read' END)::"access_kind";--> statement-breakpoint
CREATE INDEX "access_noise_by_time" ON "access_noise" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "access_log_by_city" ON "access_log" USING btree ("city","at","id");--> statement-breakpoint
CREATE INDEX "access_log_by_account" ON "access_log" USING btree ("city","sub","at","id");--> statement-breakpoint
CREATE INDEX "access_log_by_org" ON "access_log" USING btree ("city","org","at","id");--> statement-breakpoint
CREATE INDEX "access_log_by_kind" ON "access_log" USING btree ("city","kind","at","id");--> statement-breakpoint
CREATE INDEX "access_log_by_age" ON "access_log" USING brin ("at");--> statement-breakpoint
CREATE INDEX "access_log_by_case" ON "access_log" USING btree ("service_number","at","id");