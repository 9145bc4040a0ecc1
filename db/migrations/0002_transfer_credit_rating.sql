CREATE TYPE "public"."credit_kind" AS ENUM('broken', 'false');--> statement-breakpoint
CREATE TYPE "public"."credit_status" AS ENUM('reported', 'contested', 'upheld', 'withdrawn', 'expired');--> statement-breakpoint
CREATE TYPE "public"."matter_deadline_kind" AS ENUM('ownership', 'account', 'retry', 'decision', 'answer', 'addition');--> statement-breakpoint
CREATE TYPE "public"."matter_kind" AS ENUM('transfer', 'creditRecord', 'rating');--> statement-breakpoint
CREATE TYPE "public"."grade" AS ENUM('verySatisfied', 'satisfied', 'fairlySatisfied', 'dissatisfied', 'veryDissatisfied');--> statement-breakpoint
CREATE TYPE "public"."rating_status" AS ENUM('rated', 'awaitingAnswer', 'answered', 'closed');--> statement-breakpoint
CREATE TYPE "public"."transfer_outcome" AS ENUM('transferred', 'partly', 'refused', 'withdrawn');--> statement-breakpoint
CREATE TYPE "public"."transfer_status" AS ENUM('ownership', 'accounts', 'closed');--> statement-breakpoint
CREATE TABLE "credit_record" (
	"id" text PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"concerned" text[] NOT NULL,
	"awaited" text[] NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"status" "credit_status" NOT NULL,
	"kind" "credit_kind" NOT NULL,
	"subject_org" text,
	"credit_code" text,
	"identity_number" text,
	"subject_account" text,
	"service_number" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "credit_record_names_its_subject" CHECK (num_nonnulls("credit_record"."subject_org", "credit_record"."credit_code", "credit_record"."identity_number") >= 1),
	CONSTRAINT "credit_record_closed" CHECK (("credit_record"."status" in ('withdrawn', 'expired')) = ("credit_record"."closed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "matter_deadline" (
	"matter_id" text NOT NULL,
	"id" text NOT NULL,
	"city" text NOT NULL,
	"matter_kind" "matter_kind" NOT NULL,
	"kind" "matter_deadline_kind" NOT NULL,
	"line" text,
	"owner" text NOT NULL,
	"rule" text NOT NULL,
	"length" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"warn_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"calendar_version" text NOT NULL,
	"provisional" boolean NOT NULL,
	"warned_at" timestamp (3) with time zone,
	"passed_at" timestamp (3) with time zone,
	"met_at" timestamp (3) with time zone,
	"superseded_at" timestamp (3) with time zone,
	CONSTRAINT "matter_deadline_matter_id_id_pk" PRIMARY KEY("matter_id","id"),
	CONSTRAINT "matter_deadline_in_order" CHECK ("matter_deadline"."started_at" <= "matter_deadline"."warn_at" and "matter_deadline"."warn_at" <= "matter_deadline"."due_at")
);
--> statement-breakpoint
CREATE TABLE "matter_event" (
	"matter_id" text NOT NULL,
	"kind" "matter_kind" NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_sub" text NOT NULL,
	"actor_org" text NOT NULL,
	"actor_role" "role" NOT NULL,
	"rule" text NOT NULL,
	"data" jsonb NOT NULL,
	"recorded_xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "matter_event_matter_id_seq_pk" PRIMARY KEY("matter_id","seq"),
	CONSTRAINT "matter_event_seq_positive" CHECK ("matter_event"."seq" >= 1),
	CONSTRAINT "matter_event_rule_has_number" CHECK ("matter_event"."rule" ~ '^R-[0-9]{2}$'),
	CONSTRAINT "matter_event_data_is_object" CHECK (jsonb_typeof("matter_event"."data") = 'object')
);
--> statement-breakpoint
CREATE TABLE "matter_outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "matter_outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"matter_id" text NOT NULL,
	"kind" "matter_kind" NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"audience" text[] NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "matter_outbox_one_for_each_event" UNIQUE("matter_id","seq"),
	CONSTRAINT "matter_outbox_payload_is_object" CHECK (jsonb_typeof("matter_outbox"."payload") = 'object')
);
--> statement-breakpoint
CREATE TABLE "rating" (
	"id" text PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"concerned" text[] NOT NULL,
	"awaited" text[] NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"service_number" text NOT NULL,
	"status" "rating_status" NOT NULL,
	"grade" "grade" NOT NULL,
	"bad" boolean NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"state" jsonb NOT NULL,
	CONSTRAINT "rating_service_number_unique" UNIQUE("service_number"),
	CONSTRAINT "rating_only_bad_is_awaited" CHECK ("rating"."status" <> 'awaitingAnswer' or "rating"."bad")
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"id" text PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"concerned" text[] NOT NULL,
	"awaited" text[] NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"status" "transfer_status" NOT NULL,
	"outcome" "transfer_outcome",
	"new_holder_name" text NOT NULL,
	"new_holder_kind" "applicant_kind" NOT NULL,
	"applicant_subject" text,
	"requested_by_org" text NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "transfer_closed_with_outcome" CHECK (("transfer"."status" = 'closed') = ("transfer"."closed_at" is not null) and ("transfer"."outcome" is null) = ("transfer"."closed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "transfer_number_counter" (
	"city" text NOT NULL,
	"day" date NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "transfer_number_counter_city_day_pk" PRIMARY KEY("city","day"),
	CONSTRAINT "transfer_number_counter_last_in_range" CHECK ("transfer_number_counter"."last" between 1 and 99999)
);
--> statement-breakpoint
CREATE TABLE "transfer_registration" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"body_hash" text NOT NULL,
	"number" text NOT NULL,
	"city" text NOT NULL,
	"start_input" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	CONSTRAINT "transfer_registration_number_unique" UNIQUE("number"),
	CONSTRAINT "transfer_registration_key_hash_is_sha256" CHECK ("transfer_registration"."key_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE INDEX "credit_record_by_city" ON "credit_record" USING btree ("city","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "credit_record_by_org" ON "credit_record" USING btree ("city","subject_org") WHERE "credit_record"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "credit_record_by_credit_code" ON "credit_record" USING btree ("city","credit_code") WHERE "credit_record"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "credit_record_by_identity" ON "credit_record" USING btree ("city","identity_number") WHERE "credit_record"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "matter_deadline_running" ON "matter_deadline" USING btree ("city","owner","due_at") WHERE "matter_deadline"."met_at" is null and "matter_deadline"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "matter_event_by_transaction" ON "matter_event" USING btree ("recorded_xid","matter_id","seq");--> statement-breakpoint
CREATE INDEX "rating_by_city" ON "rating" USING btree ("city","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "transfer_by_city" ON "transfer" USING btree ("city","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "transfer_by_concerned" ON "transfer" USING gin ("concerned");--> statement-breakpoint
CREATE INDEX "transfer_registration_unstarted" ON "transfer_registration" USING btree ("created_at") WHERE "transfer_registration"."started_at" is null;