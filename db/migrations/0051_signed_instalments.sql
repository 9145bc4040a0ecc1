ALTER TYPE "public"."instalments_status" ADD VALUE 'offering' BEFORE 'unconfirmed';--> statement-breakpoint
ALTER TYPE "public"."instalments_status" ADD VALUE 'signing' BEFORE 'unconfirmed';--> statement-breakpoint
ALTER TYPE "public"."instalments_status" ADD VALUE 'depositing' BEFORE 'paying';--> statement-breakpoint
ALTER TYPE "public"."instalments_status" ADD VALUE 'refunding' BEFORE 'overdue';--> statement-breakpoint
ALTER TYPE "public"."instalments_status" ADD VALUE 'refunded' BEFORE 'released';--> statement-breakpoint
ALTER TYPE "public"."instalments_status" ADD VALUE 'givenUp';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'planOffer';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'planSigning';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'refund';