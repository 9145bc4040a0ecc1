CREATE INDEX "transfer_registration_by_holder" ON "transfer_registration" USING btree ("city",coalesce(start_input #>> '{request,form,to,creditCode}',
  start_input #>> '{request,form,to,identityNumber}'));--> statement-breakpoint
CREATE INDEX "transfer_registration_by_account" ON "transfer_registration" USING btree ((start_input #>> '{openedBy,sub}'));