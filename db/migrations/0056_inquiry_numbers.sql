-- What was asked before has its id for a number: 0.8 alone writes inquiries, and none of them was looked up by one.
ALTER TABLE "inquiry" ADD COLUMN "number" text;--> statement-breakpoint
UPDATE "inquiry" SET "number" = "id"::text;--> statement-breakpoint
ALTER TABLE "inquiry" ALTER COLUMN "number" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiry" ADD COLUMN "person" text;--> statement-breakpoint
CREATE UNIQUE INDEX "inquiry_by_number" ON "inquiry" USING btree ("number" text_pattern_ops,"version");--> statement-breakpoint
CREATE INDEX "inquiry_open" ON "inquiry" USING btree ("city","owner","due_at","id") WHERE "inquiry"."answered_at" is null;