CREATE TABLE "case_file" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_number" text NOT NULL,
	"original_sha256" text NOT NULL,
	"stored_sha256" text NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"original_bytes" bigint NOT NULL,
	"stored_bytes" bigint NOT NULL,
	"width" integer,
	"height" integer,
	"taken_at" text,
	"latitude" double precision,
	"longitude" double precision,
	"located_by" text,
	"uploaded_sub" text NOT NULL,
	"uploaded_org" text NOT NULL,
	"uploaded_role" text NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "case_file_digests" CHECK ("case_file"."original_sha256" ~ '^[0-9a-f]{64}$' and "case_file"."stored_sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "case_file_place" CHECK (num_nonnulls("case_file"."latitude", "case_file"."longitude", "case_file"."located_by") in (0, 3))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "case_file_once" ON "case_file" USING btree ("service_number","original_sha256");--> statement-breakpoint
CREATE INDEX "case_file_by_case" ON "case_file" USING btree ("service_number","uploaded_at","id");