import { SERVICE_NAMES, SERVICES } from '../../../../domain/case/service.ts'
import type { Service } from '../../../../domain/case/service.ts'
import { Field } from '../../ui/form/field.tsx'
import { isRecord, valueAt } from '../../ui/form/shape.ts'
import { textOf } from '../../ui/form/text.ts'
import type { DemandProps } from './controls.tsx'
import { Radios, Text } from './controls.tsx'

/** The plan's own words: 用水 is newly opened, 用电 newly installed. 改建 has no box on the paper. */
const BUSINESS = (service: Service, temporary: string) =>
  [
    ['new', service === 'water' ? '新开户' : '新装'],
    ['increase', '增容'],
    ['temporary', temporary],
    ['alteration', '改建'],
  ] as const

const START: Readonly<Record<Service, object>> = {
  water: { business: 'new' },
  power: { business: 'new' },
  gas: { business: 'new' },
  network: { operators: [], access: ['broadband'] },
  catv: { terminals: 1 },
}

const QUANTITIES: Readonly<Partial<Record<Service, readonly [field: string, label: string]>>> = {
  water: ['tonsPerDay', '用水需求（吨/日）'],
  power: ['kilovoltAmperes', '用电容量（千伏安、千瓦）'],
  gas: ['cubicMetresPerDay', '用气需求（立方米/日）'],
}

const OPERATORS = [
  ['telecom', '电信'],
  ['mobile', '移动'],
  ['unicom', '联通'],
  ['chutian', '广电（楚天视讯）'],
] as const
const ACCESS = [
  ['broadband', '宽带'],
  ['telephone', '电话'],
] as const

/** 联合报装事项: which, and of each what is wanted. */
export function ServiceFields(props: DemandProps) {
  const { value, errors, onChange } = props
  const services = valueAt(value, 'form.services')
  const chosen = isRecord(services) ? services : {}
  return (
    <>
      <fieldset className="field" data-path="form.services" tabIndex={-1}>
        <legend className="required">联合报装事项</legend>
        <div className="options">
          {SERVICES.map((service) => (
            <label key={service}>
              <input
                type="checkbox"
                checked={chosen[service] !== undefined}
                onChange={() =>
                  onChange(`form.services.${service}`, chosen[service] === undefined ? START[service] : undefined)
                }
              />
              {SERVICE_NAMES[service]}
              {service === 'catv' ? '' : '报装'}
            </label>
          ))}
        </div>
        {errors.has('form.services') && <div className="error">{errors.get('form.services')}</div>}
      </fieldset>
      {SERVICES.filter((service) => chosen[service] !== undefined).map((service) => (
        <fieldset key={service} className="group">
          <legend>{SERVICE_NAMES[service]}报装</legend>
          <OneService {...props} service={service} />
        </fieldset>
      ))}
    </>
  )
}

function OneService(props: DemandProps & { readonly service: Service }) {
  const { service, value, errors, onChange } = props
  const at = (field: string) => `form.services.${service}.${field}`
  const business = textOf(valueAt(value, at('business'))) || 'new'
  const quantity = QUANTITIES[service]
  return (
    <>
      {(service === 'water' || service === 'power') && (
        <Radios
          legend="业务类型"
          path={at('business')}
          value={business}
          options={BUSINESS(service, service === 'water' ? '临时用水' : '临时用电')}
          onChange={(to) =>
            onChange(`form.services.${service}`, { ...kept(valueAt(value, `form.services.${service}`)), business: to })
          }
        />
      )}
      {service === 'gas' && (
        <Radios
          legend="用气性质"
          required
          path={at('use')}
          error={errors.get(at('use'))}
          value={textOf(valueAt(value, at('use')))}
          options={[
            ['production', '生产'],
            ['domestic', '生活'],
          ]}
          onChange={(use) => onChange(at('use'), use)}
        />
      )}
      {service === 'network' && (
        <>
          <Boxes {...props} path={at('operators')} legend="意向运营商" options={OPERATORS} required />
          <Boxes {...props} path={at('access')} legend="网络" options={ACCESS} />
        </>
      )}
      {quantity !== undefined && <Quantity {...props} path={at(quantity[0])} label={quantity[1]} />}
      {service === 'catv' && <Quantity {...props} path={at('terminals')} label="终端数" />}
      {(business === 'increase' || business === 'alteration') && (
        <Text {...props} path={at('accountNumber')} label="现有户号" most={30} />
      )}
      {business === 'temporary' && (
        <Text {...props} path={at('until')} label="临时用至" type="date" min={props.me.today} />
      )}
      {business === 'alteration' && <Text {...props} path={at('alteration')} label="改建内容" most={500} rows={2} />}
    </>
  )
}

/** What goes with another business only is left behind. */
function kept(service: unknown): object {
  if (!isRecord(service)) return {}
  const { accountNumber: _, until: __, alteration: ___, ...rest } = service
  return rest
}

interface QuantityProps extends DemandProps {
  readonly path: string
  readonly label: string
}

/** Full-width digits are digits; what is no number stays as typed, and is told. */
function Quantity({ path, label, value, errors, onChange }: QuantityProps) {
  const own = valueAt(value, path)
  const wrong = typeof own === 'string' ? '应为数字' : undefined
  return (
    <Field path={path} label={label} error={errors.get(path) ?? wrong}>
      {(field) => (
        <input
          {...field}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={textOf(own)}
          onChange={({ target }) => onChange(path, numberOf(target.value))}
        />
      )}
    </Field>
  )
}

function numberOf(given: string): number | string | undefined {
  const plain = given.normalize('NFKC').replaceAll(/[,\s]/g, '')
  if (plain === '') return undefined
  return Number.isNaN(Number(plain)) ? given : Number(plain)
}

interface BoxesProps extends DemandProps {
  readonly path: string
  readonly legend: string
  readonly options: readonly (readonly [string, string])[]
  readonly required?: boolean
}

function Boxes({ path, legend, options, required, value, errors, onChange }: BoxesProps) {
  const own = valueAt(value, path)
  const list: readonly unknown[] = Array.isArray(own) ? own : []
  return (
    <fieldset className="field" data-path={path} tabIndex={-1}>
      <legend className={required === true ? 'required' : undefined}>{legend}</legend>
      <div className="options">
        {options.map(([key, words]) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={list.includes(key)}
              onChange={() => onChange(path, list.includes(key) ? list.filter((each) => each !== key) : [...list, key])}
            />
            {words}
          </label>
        ))}
      </div>
      {errors.has(path) && <div className="error">{errors.get(path)}</div>}
    </fieldset>
  )
}
