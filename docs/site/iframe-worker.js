// Opened from a disk, without a server, a page may start no worker, and the search of the site is one. Here it runs in a
// hidden frame instead, which is what the theme's own stand-in does; that one would be fetched from the network.
(() => {
  if (location.protocol !== "file:") return;

  class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      // The worker looks for its own address in the first script that has one.
      this.frame.srcdoc = `<script>
        const loaded = (url) => new Promise((done, failed) => {
          const script = document.createElement("script");
          Object.assign(script, { src: url, onload: done, onerror: failed });
          document.head.append(script);
        });
        self.importScripts = (...urls) => urls.reduce((before, url) => before.then(() => loaded(url)), Promise.resolve());
        self.postMessage = (data) => parent.dispatchEvent(new CustomEvent("iframe-worker", { detail: { frame: self, data } }));
      <\/script><script src="${url}"><\/script>`;
      window.addEventListener("iframe-worker", ({ detail }) => {
        if (detail.frame === this.frame.contentWindow) this.dispatchEvent(new MessageEvent("message", { data: detail.data }));
      });
      this.frame.addEventListener("load", () => {
        const waiting = this.waiting;
        this.waiting = null;
        waiting.forEach((data) => this.deliver(data));
      });
      const appended = () => document.body.append(this.frame);
      if (document.body) appended();
      else document.addEventListener("DOMContentLoaded", appended);
    }

    deliver(data) {
      this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }));
    }

    postMessage(data) {
      if (this.waiting) this.waiting.push(data);
      else this.deliver(data);
    }

    terminate() {
      this.frame.remove();
    }
  }

  window.IFrameWorker = IFrameWorker;
  window.Worker = IFrameWorker;
})();
