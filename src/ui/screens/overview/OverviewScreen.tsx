import { presentFindings } from "../../../actions/engine/answers.ts";
import { useStore } from "../../../state/store.ts";
import { isChain } from "../../views/chain/chain-rows.ts";
import { ChainPanel } from "../../views/chain/ChainPanel.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { useIo } from "../../hooks/use-io.ts";
import { useLayerFacts } from "../../hooks/use-layer-facts.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { factsOf, parentFacts } from "./facts.ts";
import { FactTable } from "./FactTable.tsx";
import { Findings } from "./Findings.tsx";
import { Hashes } from "./Hashes.tsx";
import styles from "./Overview.module.css";
import { VerdictPanel } from "./VerdictPanel.tsx";
import { WORDS } from "./words.ts";

/** The Overview screen: verdict, chain, findings and facts. */
export function OverviewScreen() {
  const summary = useStore((state) => state.summary);
  const revision = useStore((state) => state.revision);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  const chain = useStore((state) => isChain(state.forest));
  const io = useIo();
  const openedWith = useStore((state) => state.openedWith);
  const id = summary?.id ?? null;
  const key = [id, revision, layer, upTo];
  const { data: facts, error } = useLayerFacts();
  const { data: findings } = useQuery(id === null ? null : async () => presentFindings(), key);
  if (summary === null) return null;
  const parent = parentFacts(summary);
  const read = { toOpen: openedWith ?? summary.io, soFar: io ?? summary.io };
  return (
    <div className={styles.screen}>
      <VerdictPanel summary={summary} />
      {error !== null && <ErrorNote title={WORDS.cantReadFacts} error={error} />}
      <div className={styles.columns}>
        <div className={styles.main}>
          {chain && <ChainPanel />}
          <Findings findings={findings} complete={summary.scan === "complete"} />
          <Hashes />
          {!chain && <ChainPanel />}
        </div>
        <div className={styles.main}>
          <FactTable title={WORDS.facts.title} facts={factsOf(summary, facts, read)} />
          {parent.length > 0 && <FactTable title={WORDS.facts.parentLocator} facts={parent} />}
        </div>
      </div>
    </div>
  );
}
