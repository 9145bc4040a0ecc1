ALTER TYPE "public"."instalments_status" ADD VALUE 'settling' BEFORE 'paid';--> statement-breakpoint
ALTER TYPE "public"."instalments_status" ADD VALUE 'lapsed';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'settlement';