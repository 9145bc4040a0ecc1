CREATE TYPE "public"."rehearsal" AS ENUM('none', 'retry', 'deadLetter');--> statement-breakpoint
CREATE TYPE "public"."subscription_act" AS ENUM('subscribed', 'proposed', 'confirmed', 'changed', 'paused', 'resumed', 'secretRotated', 'tested', 'retried', 'letterResent', 'letterSkipped', 'ended');--> statement-breakpoint
CREATE TYPE "public"."test_kind" AS ENUM('ping', 'event');--> statement-breakpoint
CREATE TABLE "revoked_token" (
	"jti" text PRIMARY KEY NOT NULL,
	"revoked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_by" text NOT NULL,
	"reason" text NOT NULL,
	"forget_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_test" (
	"subscription_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"kind" "test_kind" NOT NULL,
	"rehearsal" "rehearsal" NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	"key_hash" text NOT NULL,
	"body_hash" text NOT NULL,
	CONSTRAINT "push_test_subscription_id_seq_pk" PRIMARY KEY("subscription_id","seq"),
	CONSTRAINT "push_test_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "subscription_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscription_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subscription_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"act" "subscription_act" NOT NULL,
	"by" text,
	"org" text NOT NULL,
	"url" text NOT NULL,
	"subject" text,
	"seq" integer,
	"reason" text,
	CONSTRAINT "subscription_log_skipped_with_reason" CHECK ("subscription_log"."act" <> 'letterSkipped' or "subscription_log"."reason" is not null)
);
--> statement-breakpoint
ALTER TABLE "subscription" DROP CONSTRAINT "subscription_ended_whole";--> statement-breakpoint
ALTER TABLE "delivery_lane" ADD COLUMN "refusals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "delivery_lane" ADD COLUMN "woken" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "confirmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "confirmed_by" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "paused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "paused_by" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "previous_secret" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "previous_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "rotation_key_hash" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "rotation_body_hash" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "away_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "back_at" timestamp (3) with time zone;--> statement-breakpoint
-- Written by hand: who subscribed their own organisation needs nobody else. What was subscribed for another one waits,
-- its events kept, until a second person confirms it; then it is offered whatever there is.
UPDATE "subscription" SET "confirmed_at" = "created_at", "confirmed_by" = "created_by"
WHERE "created_by" NOT LIKE '%/%' OR split_part("created_by", '/', 1) = "org";--> statement-breakpoint
UPDATE "subscription" SET "active" = false, "offered_xid" = NULL WHERE "confirmed_at" IS NULL;--> statement-breakpoint
ALTER TABLE "push_test" ADD CONSTRAINT "push_test_subscription_id_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscription"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_log" ADD CONSTRAINT "subscription_log_subscription_id_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscription"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "revoked_token_kept" ON "revoked_token" USING btree ("forget_at");--> statement-breakpoint
CREATE INDEX "subscription_log_by_subscription" ON "subscription_log" USING btree ("subscription_id","id");--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_confirmed_whole" CHECK (("subscription"."confirmed_at" is null) = ("subscription"."confirmed_by" is null));--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_paused_whole" CHECK (("subscription"."paused_at" is null) = ("subscription"."paused_by" is null));--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_previous_secret_sealed" CHECK (("subscription"."previous_secret" is null) = ("subscription"."previous_until" is null) and coalesce("subscription"."previous_secret" like 'v1:%', true));--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_ended_whole" CHECK ("subscription"."active" = ("subscription"."ended_at" is null and "subscription"."confirmed_at" is not null) and ("subscription"."ended_at" is null) = ("subscription"."ended_because" is null));