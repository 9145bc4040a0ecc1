ALTER TYPE "public"."deadline_kind" ADD VALUE 'approval';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'emergencyRepair';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'supplementDemand';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'applyForApprovals';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'decideApproval';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'supplyApproval';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'redesign';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'decideExtension';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'fileEmergencyRepair';