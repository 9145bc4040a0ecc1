CREATE TABLE "phone_code" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_number" text,
	"phone_hash" text,
	"code_hash" text,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"used_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "phone_code_tries" CHECK ("phone_code"."tries" >= 0)
);
--> statement-breakpoint
CREATE INDEX "phone_code_by_phone" ON "phone_code" USING btree ("phone_hash","asked_at") WHERE "phone_code"."phone_hash" is not null;--> statement-breakpoint
CREATE INDEX "phone_code_by_time" ON "phone_code" USING btree ("asked_at");