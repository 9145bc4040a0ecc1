CREATE TABLE "road_section" (
	"service_number" text NOT NULL,
	"city" text NOT NULL,
	"line" text NOT NULL,
	"number" integer NOT NULL,
	"utility" text NOT NULL,
	"road" text NOT NULL,
	"road_key" text NOT NULL,
	"from" text NOT NULL,
	"to" text NOT NULL,
	"works_from" date,
	"works_to" date,
	"opened_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"restored_at" timestamp (3) with time zone,
	"agreed_with" jsonb NOT NULL,
	CONSTRAINT "road_section_service_number_line_number_pk" PRIMARY KEY("service_number","line","number"),
	CONSTRAINT "road_section_dates_whole" CHECK (("road_section"."works_from" is null) = ("road_section"."works_to" is null) and "road_section"."works_from" <= "road_section"."works_to"),
	CONSTRAINT "road_section_agreed_is_list" CHECK (jsonb_typeof("road_section"."agreed_with") = 'array')
);
--> statement-breakpoint
ALTER TABLE "road_section" ADD CONSTRAINT "road_section_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "road_section_by_road" ON "road_section" USING btree ("city","road_key");