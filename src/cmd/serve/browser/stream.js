// The stream of events, shared by all tabs of a browser.
//
// In comes the address of the stream; out go `build`, `progress` and `bye` as the server says
// them, and `lost` and `found` for the connection. Never one connection for each tab: a browser
// allows six to a server, and the seventh page would not load.
(function (preview) {
  "use strict";

  /** Milliseconds before a stream that the browser gave up is opened again. */
  const PATIENCE = 1000;

  function connect(address, tell, lost = false) {
    const stream = new EventSource(address);
    for (const name of ["build", "progress", "bye"])
      stream.addEventListener(name, ({ data }) => tell(name, data ? JSON.parse(data) : null));
    stream.onopen = () => {
      if (lost) tell("found");
      lost = false;
    };
    stream.onerror = () => {
      if (!lost) tell("lost");
      lost = true;
      if (stream.readyState === EventSource.CLOSED)
        setTimeout(connect, PATIENCE, address, tell, true);
    };
    return stream;
  }

  /** Without locks (a page that came over plain HTTP from another machine): only who is seen. */
  function connectWhileVisible(address, heard) {
    let stream = null;
    const look = () => {
      stream?.close();
      stream = document.hidden ? null : connect(address, heard);
    };
    document.addEventListener("visibilitychange", look);
    look();
  }

  preview.listen = (address, heard) => {
    if (!navigator.locks) return connectWhileVisible(address, heard);
    const name = `matrikel ${address}`;
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => heard(...data);
    const tell = (...said) => {
      heard(...said);
      channel.postMessage(said);
    };
    // Whoever holds the lock listens for all; when that tab closes, the next one does.
    const held = navigator.locks.request(name, () => {
      connect(address, tell);
      return new Promise(() => {});
    });
    held.catch(() => connectWhileVisible(address, heard));
  };
})((document.currentScript.matrikel ??= {}));
