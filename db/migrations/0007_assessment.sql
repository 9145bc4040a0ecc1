CREATE TYPE "public"."meeting_report_status" AS ENUM('compiling', 'interim', 'awaitingReview', 'awaitingMeeting', 'closed');--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'review';--> statement-breakpoint
ALTER TYPE "public"."matter_kind" ADD VALUE 'meetingReport';--> statement-breakpoint
CREATE TABLE "meeting_report" (
	"id" text PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"concerned" text[] NOT NULL,
	"awaited" text[] NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"period" text NOT NULL,
	"status" "meeting_report_status" NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "meeting_report_one_for_each_quarter" UNIQUE("city","period"),
	CONSTRAINT "meeting_report_closed" CHECK (("meeting_report"."status" = 'closed') = ("meeting_report"."closed_at" is not null))
);
--> statement-breakpoint
CREATE INDEX "meeting_report_by_city" ON "meeting_report" USING btree ("city","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "deadline_counted" ON "deadline" USING btree ("city",(case when "met_at" is not null and "passed_at" is null and coalesce("stopped_at", "met_at") <= "due_at" then "met_at" else "due_at" end),"service_number","id") WHERE "deadline"."superseded_at" is null or "deadline"."met_at" is not null or "deadline"."passed_at" is not null;--> statement-breakpoint
CREATE INDEX "event_assessed" ON "event" USING btree ("type","at") WHERE "event"."type" in ('surveyClosed', 'rectificationOrdered', 'promiseBroken', 'clockStopped', 'supplementRequested', 'approvalSupplementRequested', 'surveyMoved', 'surveyWaived', 'extensionDecided', 'approvalDecided');