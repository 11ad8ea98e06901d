/** Metrics as they are scraped, by name. */
export class Metrics {
  private constructor(private readonly samples: readonly Sample[]) {}

  /** Reads Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats), as far as values go. */
  static in(text: string): Metrics {
    return new Metrics(text.split('\n').flatMap((line) => sampleIn(line) ?? []));
  }

  /** The first of this name; undefined when there is none. */
  value(name: string): number | undefined {
    return this.samples.find((sample) => sample.name === name)?.value;
  }

  /** Those of this name by the value of a label. */
  by(label: string, name: string): Record<string, number> {
    const named = this.samples.filter((sample) => sample.name === name);
    return Object.fromEntries(named.map(({ labels, value }) => [labels[label] ?? '', value]));
  }

  /** The service that the metrics are of. */
  get service(): string | undefined {
    return this.samples.find(({ labels }) => labels['service'])?.labels['service'];
  }
}

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

function sampleIn(line: string): Sample | undefined {
  const [, name, labels = '', value] = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label = '', text = '']) => [label, text])),
    value: Number(value),
  };
}
