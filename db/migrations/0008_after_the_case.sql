CREATE TYPE "public"."instalments_status" AS ENUM('unconfirmed', 'paying', 'overdue', 'paid', 'released');--> statement-breakpoint
CREATE TYPE "public"."later_inspection_status" AS ENUM('passed', 'rectifying', 'reported', 'rectified');--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'instalment';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'rectification';--> statement-breakpoint
ALTER TYPE "public"."matter_kind" ADD VALUE 'instalments';--> statement-breakpoint
ALTER TYPE "public"."matter_kind" ADD VALUE 'laterInspection';--> statement-breakpoint
CREATE TABLE "instalments" (
	"id" text PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"concerned" text[] NOT NULL,
	"awaited" text[] NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"service_number" text NOT NULL,
	"line" text NOT NULL,
	"utility" text NOT NULL,
	"status" "instalments_status" NOT NULL,
	"applicant_subject" text,
	"intake_org" text NOT NULL,
	"remaining_fen" bigint NOT NULL,
	"next_due_on" date,
	"state" jsonb NOT NULL,
	CONSTRAINT "instalments_one_for_each_line" UNIQUE("service_number","line"),
	CONSTRAINT "instalments_remaining_not_negative" CHECK ("instalments"."remaining_fen" >= 0)
);
--> statement-breakpoint
CREATE TABLE "later_inspection" (
	"id" text PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"concerned" text[] NOT NULL,
	"awaited" text[] NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"service_number" text NOT NULL,
	"line" text NOT NULL,
	"org" text NOT NULL,
	"utility" text NOT NULL,
	"status" "later_inspection_status" NOT NULL,
	"order_id" text,
	"broken" boolean NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "instalments_by_city" ON "instalments" USING btree ("city","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "later_inspection_by_case" ON "later_inspection" USING btree ("service_number","opened_at");--> statement-breakpoint
CREATE INDEX "later_inspection_by_city" ON "later_inspection" USING btree ("city","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);