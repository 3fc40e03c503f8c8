import { type AppContainer, PlaceUnknown } from './app-container.ts';
import { onVisible } from './on-visible.ts';

const placeWithin = 15_000;

/** A plain browser: its own title bar, its own geolocation, no ticket and nothing to close. */
export function browserContainer(): AppContainer {
  return {
    kind: 'browser',
    channel: 'OPEN_WEB',
    uiStyle: () => Promise.resolve(null),
    setTitle: () => undefined,
    close: () => undefined,
    location: () =>
      new Promise((resolve, reject) => {
        // Absent on pages without https.
        const geolocation: Geolocation | undefined = navigator.geolocation;
        if (!geolocation) return reject(new PlaceUnknown('UNAVAILABLE'));
        geolocation.getCurrentPosition(
          ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
          ({ code }) => reject(new PlaceUnknown(code === 1 ? 'REFUSED' : 'UNAVAILABLE')),
          { timeout: placeWithin, maximumAge: 600_000 },
        );
      }),
    phoneCall: () => Promise.resolve(false),
    ssoTicket: () => Promise.resolve(null),
    userType: () => Promise.resolve('PERSON'),
    leaveFor: (url) => window.location.replace(url),
    onVisible,
  };
}
