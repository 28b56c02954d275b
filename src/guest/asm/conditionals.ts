import { Complaint } from './complaint.ts';
import { type Frame, type Place, positionOf } from './frames.ts';
import { LIMITS } from './limits.ts';

interface Conditional {
  opened: Place;
  /** Whether statements around the whole `.if` are assembled. */
  outer: boolean;
  /** Whether the branch being read is assembled. */
  active: boolean;
  /** Whether a branch was taken already. */
  taken: boolean;
  otherwise: Place | undefined;
}

/** The `.if` blocks that are open, outermost first. */
export class Conditionals {
  readonly #stack: Conditional[] = [];

  /** Whether statements here are assembled. */
  get active(): boolean {
    return this.#stack.at(-1)?.active ?? true;
  }

  /** Opens a block; `test` is asked only where the statements around it are assembled. */
  open(place: Place, test: () => boolean): void {
    if (this.#stack.length >= LIMITS.conditionalDepth) {
      throw new Complaint('.if blocks are nested too deeply', place.offset, { fatal: true });
    }
    const conditional = { opened: place, outer: this.active, active: false, taken: true, otherwise: undefined };
    this.#stack.push(conditional);
    if (!conditional.outer) return;
    conditional.active = test();
    conditional.taken = conditional.active;
  }

  elseIf(place: Place, test: () => boolean): void {
    const conditional = this.#branch('.elseif', place);
    conditional.active = false;
    if (!conditional.outer || conditional.taken) return;
    conditional.taken = true;
    conditional.active = test();
    conditional.taken = conditional.active;
  }

  otherwise(place: Place): void {
    const conditional = this.#branch('.else', place);
    conditional.active = conditional.outer && !conditional.taken;
    conditional.taken = true;
    conditional.otherwise = place;
  }

  close(place: Place): void {
    if (this.#stack.pop() === undefined) throw new Complaint('.endif without .if', place.offset);
  }

  /** Forgets the blocks opened inside `frame`, as `.exitm` does. */
  abandon(frame: Frame): void {
    while (this.#stack.at(-1)?.opened.statement.frame.isWithin(frame)) this.#stack.pop();
  }

  /** Closes the blocks that `frame`, which ends here, left open; answers a complaint for each. */
  unclosedIn(frame: Frame): Complaint[] {
    const complaints: Complaint[] = [];
    while (this.#stack.at(-1)?.opened.statement.frame === frame) {
      const { statement, offset } = this.#stack.pop()!.opened;
      complaints.push(new Complaint('this .if is not closed by .endif', offset, { statement }));
    }
    return complaints.reverse();
  }

  #branch(directive: string, place: Place): Conditional {
    const conditional = this.#stack.at(-1);
    if (conditional === undefined) throw new Complaint(`${directive} without .if`, place.offset);
    if (conditional.otherwise !== undefined) {
      const notes = [
        { position: positionOf(conditional.otherwise), message: 'the .else is here' },
        { position: positionOf(conditional.opened), message: 'of the .if here' },
      ];
      throw new Complaint(`${directive} after .else`, place.offset, { notes });
    }
    return conditional;
  }
}
