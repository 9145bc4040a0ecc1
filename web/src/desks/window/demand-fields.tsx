import { PHASE_NAMES } from '../../../../domain/case/stage.ts'
import { Field } from '../../ui/form/field.tsx'
import { valueAt } from '../../ui/form/shape.ts'
import { textOf } from '../../ui/form/text.ts'
import type { DemandProps } from './controls.tsx'
import { Radios, Text } from './controls.tsx'
import { AREA_OPTIONS, PHASE_OPTIONS } from './form.ts'
import { PaperFields } from './paper-fields.tsx'
import { ServiceFields } from './service-fields.tsx'

/** In the plan's own order and words. */
export function DemandFields(props: DemandProps) {
  const { value, me, onChange } = props
  const isEnterprise = valueAt(value, 'form.applicant.kind') === 'enterprise'
  return (
    <>
      <Radios
        legend="申请人"
        value={isEnterprise ? 'enterprise' : 'individual'}
        options={[
          ['enterprise', '单位'],
          ['individual', '个人'],
        ]}
        onChange={(kind) => onChange('form.applicant', { kind, name: valueAt(value, 'form.applicant.name') })}
      />
      <div className="pair">
        <Text
          {...props}
          path="form.applicant.name"
          label={isEnterprise ? '申请单位' : '申请人姓名'}
          required
          most={100}
        />
        {isEnterprise ? (
          <Text {...props} path="form.applicant.creditCode" label="信用代码" required most={30} />
        ) : (
          <Text {...props} path="form.applicant.identityNumber" label="身份证号码" required most={30} />
        )}
      </div>
      <Text {...props} path="form.address" label="申请地址" required most={200} />
      <div className="pair">
        <Radios
          legend="地址所在"
          path="area"
          error={props.errors.get('area')}
          value={textOf(valueAt(value, 'area'))}
          options={AREA_OPTIONS}
          onChange={(area) => onChange('area', area)}
        />
        <Text
          {...props}
          path="form.surveyDate"
          label="预约踏勘时间"
          type="date"
          min={me.today}
          hint="可不填；须为工作日"
        />
      </div>
      <div className="pair">
        <Text {...props} path="form.contact" label="联系人" required most={50} />
        <Text {...props} path="form.phone" label="联系电话" required most={60} mode="tel" />
      </div>
      <div className="pair">
        <Text {...props} path="form.projectCode" label="项目代码" most={40} hint="可不填" />
        <Field path="phase" label="项目所处阶段">
          {(field) => (
            <select
              {...field}
              value={textOf(valueAt(value, 'phase'))}
              onChange={({ target }) => onChange('phase', target.value)}
            >
              {PHASE_OPTIONS.map((phase) => (
                <option key={phase} value={phase}>
                  {PHASE_NAMES[phase]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <ServiceFields {...props} />
      <Text {...props} path="form.remarks" label="备注" most={1000} rows={2} />
      <PaperFields {...props} />
    </>
  )
}
