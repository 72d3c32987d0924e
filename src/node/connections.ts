import type { Socket } from 'node:net';

/** The open sockets of a listener. When there are too many, the one that has been silent for longest makes room. */
export class Connections {
  readonly #most: number;
  readonly #open = new Set<Socket>();
  readonly #silent = new Set<Socket>();

  constructor(most: number) {
    this.#most = most;
  }

  add(socket: Socket): void {
    this.#open.add(socket);
    this.#silent.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#silent.delete(socket);
    });
    if (this.#open.size > this.#most) this.#makeRoom();
  }

  /** The socket has sent a whole request, so it is somebody who waits for an answer. */
  heard(socket: Socket): void {
    this.#silent.delete(socket);
  }

  /** Closes every socket at once, but not before what was written to it has left. */
  finishAll(): void {
    for (const socket of this.#open) socket.destroySoon();
  }

  #makeRoom(): void {
    for (const oldest of this.#silent) {
      this.#open.delete(oldest);
      this.#silent.delete(oldest);
      oldest.destroy();
      return;
    }
  }
}
