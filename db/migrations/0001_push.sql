CREATE TYPE "public"."lane_state" AS ENUM('idle', 'waiting', 'delivering', 'parked');--> statement-breakpoint
CREATE TYPE "public"."dead_letter_resolution" AS ENUM('resent', 'skipped');--> statement-breakpoint
CREATE TYPE "public"."subscription_end" AS ENUM('deleted', 'gone');--> statement-breakpoint
CREATE TYPE "public"."subscription_scope" AS ENUM('concerned', 'city');--> statement-breakpoint
CREATE TABLE "dead_letter" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dead_letter_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subscription_id" uuid NOT NULL,
	"service_number" text NOT NULL,
	"seq" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer NOT NULL,
	"last_status" integer,
	"last_error" text,
	"resolution" "dead_letter_resolution",
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" text,
	"reason" text,
	"key_hash" text,
	"body_hash" text,
	CONSTRAINT "dead_letter_resolved_whole" CHECK (("dead_letter"."resolution" is null) = ("dead_letter"."resolved_at" is null) and ("dead_letter"."resolution" is null) = ("dead_letter"."resolved_by" is null)),
	CONSTRAINT "dead_letter_skipped_with_reason" CHECK ("dead_letter"."resolution" is distinct from 'skipped' or "dead_letter"."reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "delivery_attempt" (
	"subscription_id" uuid NOT NULL,
	"service_number" text NOT NULL,
	"slot" integer NOT NULL,
	"number" integer NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"duration_ms" integer NOT NULL,
	"status" integer,
	"error" text,
	CONSTRAINT "delivery_attempt_subscription_id_service_number_slot_pk" PRIMARY KEY("subscription_id","service_number","slot"),
	CONSTRAINT "delivery_attempt_error_is_a_code" CHECK ("delivery_attempt"."error" ~ '^[a-z]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "delivery_lane" (
	"subscription_id" uuid NOT NULL,
	"service_number" text NOT NULL,
	"head_seq" integer NOT NULL,
	"delivered_seq" integer DEFAULT 0 NOT NULL,
	"state" "lane_state" NOT NULL,
	"due_at" timestamp (3) with time zone,
	"lease_token" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"attempt_number" integer DEFAULT 0 NOT NULL,
	"last_status" integer,
	"last_error" text,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "delivery_lane_subscription_id_service_number_pk" PRIMARY KEY("subscription_id","service_number"),
	CONSTRAINT "delivery_lane_due_when_moving" CHECK (("delivery_lane"."due_at" is not null) = ("delivery_lane"."state" in ('waiting', 'delivering'))),
	CONSTRAINT "delivery_lane_leased_when_delivering" CHECK (("delivery_lane"."lease_token" is not null) = ("delivery_lane"."state" = 'delivering')),
	CONSTRAINT "delivery_lane_error_is_a_code" CHECK ("delivery_lane"."last_error" ~ '^[a-z]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "subscription" (
	"id" uuid PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"org" text NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"event_types" text[],
	"scope" "subscription_scope" NOT NULL,
	"supervises" text[] NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_because" "subscription_end",
	"ended_by" text,
	"key_hash" text NOT NULL,
	"body_hash" text NOT NULL,
	CONSTRAINT "subscription_key_hash_unique" UNIQUE("key_hash"),
	CONSTRAINT "subscription_secret_sealed" CHECK ("subscription"."secret" like 'v1:%'),
	CONSTRAINT "subscription_url_is_http" CHECK ("subscription"."url" ~ '^https?://'),
	CONSTRAINT "subscription_ended_whole" CHECK ("subscription"."active" = ("subscription"."ended_at" is null) and "subscription"."active" = ("subscription"."ended_because" is null))
);
--> statement-breakpoint
ALTER TABLE "dead_letter" ADD CONSTRAINT "dead_letter_subscription_id_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscription"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempt" ADD CONSTRAINT "delivery_attempt_subscription_id_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscription"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_lane" ADD CONSTRAINT "delivery_lane_subscription_id_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscription"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letter_one_open" ON "dead_letter" USING btree ("subscription_id","service_number") WHERE "dead_letter"."resolution" is null;--> statement-breakpoint
CREATE INDEX "dead_letter_by_subscription" ON "dead_letter" USING btree ("subscription_id","id");--> statement-breakpoint
CREATE INDEX "delivery_lane_due" ON "delivery_lane" USING btree ("subscription_id","due_at") WHERE "delivery_lane"."state" in ('waiting', 'delivering');--> statement-breakpoint
CREATE INDEX "delivery_lane_parked" ON "delivery_lane" USING btree ("subscription_id") WHERE "delivery_lane"."state" = 'parked';--> statement-breakpoint
CREATE INDEX "subscription_by_org" ON "subscription" USING btree ("city","org","created_at");--> statement-breakpoint
-- A hint for those who deliver: something was written. Temporary copies of the table, which a rebuild compares with, have no triggers.
CREATE FUNCTION "outbox_hint"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;--> statement-breakpoint
CREATE TRIGGER "outbox_hint" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "outbox_hint"();
