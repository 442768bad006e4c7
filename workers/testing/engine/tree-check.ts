import type { NodePath, TreeNode } from "../../api/index.ts";
import type { ViewContext } from "../../engine/views/context.ts";
import { locate, nodeFields, nodePath, treePage } from "../../engine/views/tree/tree.ts";

/** Of more children than this only some are visited: the first, the last, and some between. */
const MOST = 12;

/** Collects contradictions between a layer's tree and the file, or within the tree. */
class TreeCheck {
  readonly problems: string[] = [];
  readonly nodes: TreeNode[] = [];
  readonly #context: ViewContext;

  constructor(context: ViewContext) {
    this.#context = context;
    this.#visit(null, []);
    this.#hold(new Set(this.nodes.map(({ id }) => id)).size === this.nodes.length, "an id comes twice");
    this.#checkPlaces();
  }

  #hold(condition: boolean, problem: string): void {
    if (!condition) this.problems.push(problem);
  }

  #hasPath(path: NodePath): boolean {
    return JSON.stringify(nodePath(this.#context, path.node.id)) === JSON.stringify(path);
  }

  /** Children as pages of a windowed tree ask for them. */
  #children(parent: string | null): TreeNode[] {
    const { total } = treePage(this.#context, parent, 0, 0);
    const count = total <= MOST ? total : 4;
    const firsts = total <= MOST ? [0] : [0, Math.floor(total / 2) - 2, total - count];
    return firsts.flatMap((first) => {
      const page = treePage(this.#context, parent, first, count);
      const whole = page.total === total && page.nodes.length === count && page.first === first;
      this.#hold(whole, `the children of ${parent} from ${first} on`);
      page.nodes.forEach(({ id, index }, nth) => this.#hold(index === first + nth, `the index of ${id}`));
      return [...page.nodes];
    });
  }

  #visit(parent: string | null, ancestors: readonly TreeNode[]): void {
    for (const node of this.#children(parent)) {
      const { id, offset, length } = node;
      this.nodes.push(node);
      this.#hold(node.parent === parent, `the parent of ${id}`);
      this.#hold(this.#hasPath({ node, ancestors }), `the path to ${id}`);
      const inside = offset === null ? length === 0 : length > 0 && offset < this.#context.layer.store.size;
      this.#hold(inside, `the place of ${id}`);
      this.#checkFields(node);
      this.#visit(id, [...ancestors, node]);
    }
  }

  #checkFields({ id, offset, length }: TreeNode): void {
    const { fields } = nodeFields(this.#context, id);
    const start = offset ?? 0;
    this.#hold(new Set(fields.map(({ name }) => name)).size === fields.length, `the fields of ${id}`);
    for (const field of fields) {
      // A block shows its BAT entry, all others their own bytes.
      const own = /^(block|bitmap)\//.test(id);
      const inside = field.offset >= start && field.offset + field.length <= start + length;
      this.#hold(own || inside, `the place of ${id}, ${field.name}`);
      const { target } = field;
      this.#hold(target === null || nodePath(this.#context, target) !== null, `${id} leads to ${target}`);
    }
  }

  /** Looks up the places at the borders of all nodes, and right beside them. */
  #checkPlaces(): void {
    const borders = this.nodes.flatMap(({ offset, length }) =>
      offset === null ? [] : [offset - 1, offset, offset + 1, offset + length - 1, offset + length],
    );
    for (const offset of new Set(borders)) {
      if (offset < 0 || offset >= this.#context.layer.store.size) continue;
      const { path, field } = locate(this.#context, offset);
      const { node } = path;
      this.#hold(this.#hasPath(path), `the path to ${node.id} from ${offset}`);
      const around = node.offset === null || (offset >= node.offset && offset < node.offset + node.length);
      this.#hold(around, `${node.id} at ${offset}`);
      if (field === null) continue;
      const row = nodeFields(this.#context, node.id).fields.find(({ name }) => name === field);
      const held = row !== undefined && offset >= row.offset && offset < row.offset + row.length;
      this.#hold(held, `${node.id}, ${field} at ${offset}`);
    }
  }
}

/** Contradictions between a layer's tree and the file, or within the tree. Empty if there are none. */
export const treeProblems = (context: ViewContext): readonly string[] => new TreeCheck(context).problems;
