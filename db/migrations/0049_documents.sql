CREATE TABLE "document_number" (
	"subject" text NOT NULL,
	"paper" text NOT NULL,
	"city" text NOT NULL,
	"org" text NOT NULL,
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"number" integer,
	"text" text NOT NULL,
	"given_by" text,
	"numbered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_number_subject_paper_pk" PRIMARY KEY("subject","paper"),
	CONSTRAINT "document_number_positive" CHECK ("document_number"."number" > 0 and "document_number"."year" between 2000 and 9999)
);
--> statement-breakpoint
CREATE TABLE "document_print" (
	"subject" text NOT NULL,
	"paper" text NOT NULL,
	"copy" integer NOT NULL,
	"key" text NOT NULL,
	"printed_sub" text NOT NULL,
	"printed_org" text NOT NULL,
	"printed_role" text NOT NULL,
	"printed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_print_subject_paper_copy_pk" PRIMARY KEY("subject","paper","copy"),
	CONSTRAINT "document_print_positive" CHECK ("document_print"."copy" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX "document_number_once" ON "document_number" USING btree ("city","text");--> statement-breakpoint
CREATE UNIQUE INDEX "document_number_counted" ON "document_number" USING btree ("city","series","year","number") WHERE "document_number"."number" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "document_print_once" ON "document_print" USING btree ("subject","paper","key");